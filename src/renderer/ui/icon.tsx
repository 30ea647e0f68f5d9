import SvgIcon, { type SvgIconProps } from '@mui/material/SvgIcon';

/** An icon from @mdi/js. Decoration unless it has a title: a word stands beside it. */
export const Icon = ({ path, title, ...rest }: { path: string; title?: string } & SvgIconProps) => (
  <SvgIcon fontSize="small" {...(title ? { titleAccess: title } : {})} {...rest}>
    <path d={path} />
  </SvgIcon>
);
