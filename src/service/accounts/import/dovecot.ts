/** Dovecot passwd-file: user:password:uid:gid:gecos:home:shell:extra. The password is never stored and never shown. */
import { nameFault } from '../../../core/accounts/variables.ts';
import type { Reader } from './sink.ts';

const GECOS = 4;
const EXTRA = 7;

export const readDovecot: Reader = (lines, sink) => {
  for (const { number, text, fault } of lines) {
    if (fault !== '') {
      sink.skip(number, fault, '');
      continue;
    }
    if (text.trim() === '' || text.startsWith('#')) continue;
    const fields = text.split(':');
    const user = fields[0] ?? '';
    if (fields.length < 2) {
      sink.skip(number, 'it has no colon: user:password:uid:gid:gecos:home:shell:extra is expected', '');
      continue;
    }
    // The first part of gecos is the name, as in /etc/passwd.
    const name = (fields[GECOS] ?? '').split(',')[0]?.trim();
    const wrong = name ? nameFault(name) : undefined;
    const extra = fields.slice(EXTRA).join(':').split(/\s+/);
    const nologin = extra.some((field) => /^(userdb_)?nologin(=(y|yes|1|true)?)?$/i.test(field));
    if (wrong !== undefined) sink.skip(number, `the name: ${wrong}`, user);
    else {
      sink.account(
        number,
        user,
        { name: name || undefined, disabled: nologin ? 1 : undefined, named: 0, flags: 0 },
        user,
      );
    }
  }
};
