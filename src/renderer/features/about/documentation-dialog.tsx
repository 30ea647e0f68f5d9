import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import Typography from '@mui/material/Typography';
import { acceleratorText } from '../../app/accelerators.ts';
import { COMMAND_ACTIONS } from '../../app/commands.ts';
import { useNative } from '../../app/context.tsx';
import { useUi } from '../../app/store.ts';
import { WindowDialog } from '../../ui/window-dialog.tsx';
import { TOPICS } from './topics.ts';

/** Help > Documentation: what this console does, readable without a network. */
export function DocumentationDialog() {
  const close = useUi((ui) => ui.close);
  const { mac } = useNative();
  return (
    <WindowDialog title="Documentation" width="medium" onClose={() => close('documentation')}>
      <DialogContent tabIndex={0} aria-label="Documentation">
        {TOPICS.map((topic) => (
          <Box component="section" key={topic.title} sx={{ mb: 2, maxWidth: '72ch' }}>
            <Typography variant="h3">{topic.title}</Typography>
            {topic.paragraphs.map((text) => (
              <Typography key={text} sx={{ mt: 0.5 }}>
                {text}
              </Typography>
            ))}
          </Box>
        ))}
        <Typography variant="h3">Keys</Typography>
        <Box component="dl" sx={{ display: 'grid', gridTemplateColumns: 'max-content 1fr', columnGap: 3, m: 0 }}>
          {COMMAND_ACTIONS.map((action) => (
            <Box key={action.id} sx={{ display: 'contents' }}>
              <dt>{action.accelerator ? acceleratorText(action.accelerator, mac) : ''}</dt>
              <Box component="dd" sx={{ m: 0 }}>
                {action.menu} &gt; {action.label.replace('&', '')}
              </Box>
            </Box>
          ))}
        </Box>
      </DialogContent>
      <DialogActions>
        <Button variant="contained" color="primary" onClick={() => close('documentation')}>
          Close
        </Button>
      </DialogActions>
    </WindowDialog>
  );
}
