import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useFrozenReason } from '../../app/frozen.ts';
import { ServiceBox } from './service-box.tsx';
import { nextEdit, type ServiceGroup } from './services.ts';
import { useManagement } from './state.ts';

interface ServicesPanelProps {
  readonly groups: readonly ServiceGroup[];
  /** Of nothing, or of what was selected before: shown until the numbers are here, but nothing can be changed. */
  readonly old: boolean;
}

/** Policies > Services: a box for each of the twenty services, by category and group (LICENSING 1). */
export function ServicesPanel({ groups, old }: ServicesPanelProps) {
  const { edits, edit } = useManagement();
  const frozen = useFrozenReason();
  return (
    <section aria-label="Services" aria-busy={old}>
      <Typography variant="h3" component="h3" sx={{ mb: 1 }}>
        Services
      </Typography>
      <Box sx={{ columnWidth: 260, columnGap: 4, maxWidth: 900 }}>
        {groups.map(({ group, rows }) => (
          <Box key={group.id} component="fieldset" sx={groupStyle}>
            <legend>
              {group.category}: {group.name}
            </legend>
            {rows.map((row) => (
              <ServiceBox
                key={row.flag.accountVariable}
                row={row}
                edit={edits[row.variable]}
                reason={frozen}
                reading={old}
                onClick={() => edit(row.variable, nextEdit(row.state, edits[row.variable]))}
              />
            ))}
          </Box>
        ))}
      </Box>
    </section>
  );
}

const groupStyle = {
  border: 0,
  m: 0,
  p: 0,
  pb: 1.5,
  breakInside: 'avoid',
  '& legend': { p: 0, mb: 0.5, fontSize: '0.75rem', fontWeight: 600, color: 'text.secondary' },
} as const;
