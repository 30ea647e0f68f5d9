import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { NoticeRow } from '../../../contract/schemas-notices.ts';
import { detailsBox } from '../../ui/details-box.ts';
import { deliveryWords } from './words.ts';

interface NoticeDetailsProps {
  readonly notice: NoticeRow | undefined;
  readonly timeZone: string;
}

/** To whom, with what success, and the text itself. Of a fixed height, so that nothing moves. */
export function NoticeDetails({ notice, timeZone }: NoticeDetailsProps) {
  return (
    // The text scrolls, so the section takes the focus.
    <Box component="section" aria-label="Notice in full" tabIndex={0} sx={detailsBox}>
      {!notice && (
        <Typography color="textSecondary">Notices about the license stand here once there are any.</Typography>
      )}
      {notice && (
        <>
          <Typography variant="h3">{notice.subject}</Typography>
          <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, mb: 1, fontSize: '0.8125rem' }}>
            {notice.recipients.length === 0 && <li>Nobody who would get it is configured.</li>}
            {notice.recipients.map((recipient) => (
              <li key={recipient.address}>
                {recipient.address}: {deliveryWords(recipient, timeZone)}
                {recipient.lastError !== '' && (
                  <Box component="span" sx={{ color: 'error.main', overflowWrap: 'anywhere' }}>
                    . The mail server said: {recipient.lastError}
                  </Box>
                )}
              </li>
            ))}
          </Box>
          <Box sx={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', fontSize: '0.8125rem', maxWidth: '100ch' }}>
            {notice.body}
          </Box>
          {notice.attachment !== null && (
            <Typography variant="body2" sx={{ mt: 1 }}>
              Attached: {notice.attachment}
            </Typography>
          )}
        </>
      )}
    </Box>
  );
}
