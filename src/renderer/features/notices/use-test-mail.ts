import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useClient } from '../../app/context.tsx';
import { KEYS } from '../../app/queries.ts';

/** Sends a test mail to the recipients of notices; it stands among the notices afterwards. */
export function useTestMail() {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => client.notices.sendTest(),
    onSuccess: () => void queries.invalidateQueries({ queryKey: KEYS.notices }),
  });
}
