import Box from '@mui/material/Box';

/** A word in a frame: what must be seen of this server wherever it is shown. */
export const Mark = ({ tone, text }: { readonly tone: 'warning' | 'info'; readonly text: string }) => (
  <Box
    component="span"
    sx={{
      px: 1,
      border: '1px solid',
      borderRadius: 1,
      color: `${tone}.main`,
      fontSize: '0.75rem',
      lineHeight: '22px',
      whiteSpace: 'nowrap',
    }}
  >
    {text}
  </Box>
);
