import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import Typography from '@mui/material/Typography';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Connection } from '../../../contract/schemas-notices.ts';
import { useClient } from '../../app/context.tsx';
import { KEYS } from '../../app/queries.ts';
import { useUi } from '../../app/store.ts';
import { ChoiceGroup } from '../../ui/choice-group.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Field } from '../../ui/field.tsx';
import { ConnectionSteps } from './connection-steps.tsx';
import { type ProxyChoice, proxyChoice, proxySetting, stepLines } from './steps.ts';

const PROXIES: readonly { readonly id: ProxyChoice; readonly label: string }[] = [
  { id: 'system', label: 'Proxy of the System' },
  { id: 'direct', label: 'No Proxy' },
  { id: 'own', label: 'This Proxy' },
];

const LONGEST_ADDRESS = 2_000;

/** `connection`: as it is set now. */
export function ConnectionForm({ connection }: { readonly connection: Connection }) {
  const client = useClient();
  const queries = useQueryClient();
  const { close, tell } = useUi();
  const [url, setUrl] = useState(connection.url);
  const [choice, setChoice] = useState(proxyChoice(connection.proxy));
  const [address, setAddress] = useState(choice === 'own' ? connection.proxy : '');
  const typed = { url: url.trim(), proxy: proxySetting(choice, address) };
  const incomplete = choice === 'own' && typed.proxy === '';
  const [asked, setAsked] = useState(false);

  const test = useMutation({ mutationFn: () => client.licensing.testConnection(typed) });
  const save = useMutation({
    // What stays as it was is left alone: an address from seatkeeper.toml goes on following it.
    mutationFn: () =>
      client.license.setConnection({
        ...(typed.url === connection.url ? {} : { url: typed.url }),
        ...(typed.proxy === connection.proxy ? {} : { proxy: typed.proxy }),
      }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: KEYS.connection });
      close('licensing-server');
      tell({ text: 'The way to the licensing server was saved.' });
    },
  });
  const changed = (): void => {
    test.reset();
    save.reset();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        test.reset();
        setAsked(true);
        if (!incomplete && !save.isPending) save.mutate();
      }}
    >
      <DialogContent sx={{ minHeight: 400 }}>
        <Field
          autoFocus
          label="Address"
          value={url}
          maxLength={LONGEST_ADDRESS}
          onChange={(event) => {
            setUrl(event.target.value);
            changed();
          }}
          hint="Begins with https:// or http://. Empty: the one of seatkeeper.toml."
        />
        <Box sx={{ display: 'flex', mb: 1.5 }}>
          <ChoiceGroup
            label="Way to it"
            choices={PROXIES}
            value={choice}
            onChange={(chosen) => {
              setChoice(chosen);
              changed();
            }}
          />
        </Box>
        {choice === 'own' && (
          <Field
            label="Address of the proxy"
            value={address}
            maxLength={LONGEST_ADDRESS}
            onChange={(event) => {
              setAddress(event.target.value);
              changed();
            }}
            problem={incomplete && asked ? 'Name the proxy, or choose another way.' : undefined}
            hint="http://host:port, with name and password as http://name:password@host:port."
          />
        )}
        <Typography variant="h3">Connection Test</Typography>
        <ConnectionSteps lines={stepLines(test.data, test.isPending)} />
        <Typography role="status" variant="body2" sx={{ minHeight: 20, fontWeight: 600 }}>
          {test.data && (test.data.ok ? 'The licensing server answers.' : 'The licensing server was not reached.')}
        </Typography>
        <ErrorNotice error={test.error ?? save.error} />
      </DialogContent>
      <DialogActions>
        <Button
          aria-busy={test.isPending}
          onClick={() => {
            save.reset();
            setAsked(true);
            if (!test.isPending && !incomplete) test.mutate();
          }}
        >
          Test Connection
        </Button>
        <Box sx={{ flex: 1 }} />
        <Button onClick={() => close('licensing-server')}>Cancel</Button>
        <Button type="submit" variant="contained" color="primary" aria-disabled={save.isPending}>
          Save
        </Button>
      </DialogActions>
    </form>
  );
}
