import { beforeEach, describe, expect, test } from 'vitest';
import type { ImportResult, Job } from '../../../contract/schemas.ts';
import { moduleOf } from '../../../core/seats/modules.ts';
import { oneServer } from '../../store/one-server.testkit.ts';
import { clear, contentOf, type TestFolder, type TestServer } from '../../store/store.testkit.ts';

let folder: TestFolder;
let server: TestServer;

oneServer((opened, its) => {
  server = opened;
  folder = its;
});
beforeEach(async () => {
  await clear(server.store);
  await server.seats.ensureScopes(server.masks);
});

interface How {
  format?: ImportResult['format'];
  dryRun?: boolean;
}
async function run(content: string | Uint8Array, how: How = {}): Promise<Job> {
  const file = await folder.put('import.txt', content);
  return server.ended(server.accounts.startImport({ file, format: how.format, dryRun: how.dryRun ?? false }));
}
async function imported(content: string | Uint8Array, how: How = {}): Promise<ImportResult> {
  const job = await run(content, how);
  if (job.state !== 'done') throw new Error(job.error?.message);
  return job.result as ImportResult;
}
async function refused(content: string | Uint8Array, how: How = {}): Promise<string> {
  const before = await contentOf(server.store);
  const job = await run(content, how);
  expect(await contentOf(server.store)).toEqual(before);
  return `${job.error?.code}: ${job.error?.message}`;
}
const accounts = async () => {
  const page = await server.accounts.list({ mask: '*@*', search: '', cursor: null, offset: 0, limit: 1000 });
  return page.rows.map((r) => `${r.address}|${r.name}|${r.type}|${r.disabled}`);
};
const aliases = async () =>
  (await contentOf(server.store)).aliases.map((alias) => `${alias.address} > ${alias.target}`);
const skips = (result: ImportResult) => result.skippedLines.map((s) => `${s.line}: ${s.reason}`);
const drift = async () => (await server.done(server.seats.startRecount())).result;
const IM = moduleOf('im').mask;
const used = async () => (await server.seats.usedSeats([IM])).get(IM);

describe('CSV', () => {
  const FILE = [
    '\ufeffaddress;Name;TYPE;disabled;u_im',
    'Alice@Example.com;"Smith; ""Al"" Alice";0;0;1',
    'bob@example.com;Bob;User;true;0',
    '"carol@example.com";"two',
    'lines";;;',
    'rené@Müller.example;René;;;true',
    '',
  ].join('\r\n');

  test('quotes, separators, BOM, CRLF and internationalised domains; missing domains are made', async () => {
    const result = await imported(FILE);
    expect(result).toMatchObject({ format: 'csv', lines: 6, created: 3, domainsCreated: 2, updated: 0 });
    expect(skips(result)).toEqual(['4: the name: it has control characters']);
    expect(await accounts()).toEqual([
      'alice@example.com|Smith; "Al" Alice|0|0',
      'bob@example.com|Bob|0|1',
      'rené@xn--mller-kva.example|René|0|0',
    ]);
    expect(await used()).toBe(2);
    expect(await drift()).toEqual({ accounts: 3, drift: [] });
  });

  test('re-import changes only the columns that the file names, and doubles nothing', async () => {
    await imported(FILE);
    const result = await imported('address,U_IM\nALICE@example.com,0\nbob@example.com,\ndora@example.com,0\n');
    expect(result).toMatchObject({ created: 1, updated: 1, unchanged: 1, domainsCreated: 0 });
    expect((await accounts()).slice(0, 3)).toEqual([
      'alice@example.com|Smith; "Al" Alice|0|0',
      'bob@example.com|Bob|0|1',
      'dora@example.com||0|0',
    ]);
    expect(await used()).toBe(1);
    expect(await imported(FILE)).toMatchObject({ created: 0, updated: 1, unchanged: 2 });
    expect(await drift()).toMatchObject({ drift: [] });
  });

  test('a dry run gives the same counts and changes nothing', async () => {
    const before = await contentOf(server.store);
    const dry = await imported(FILE, { dryRun: true });
    expect(await contentOf(server.store)).toEqual(before);
    expect({ ...dry, dryRun: false }).toEqual(await imported(FILE));
  });

  test('each skipped line is told with number and reason', async () => {
    const result = await imported(
      Buffer.concat([
        Buffer.from('address,name,U_IM\na@x.example,A,1\nA@X.EXAMPLE,again,0\nx.example,x,1\n@x.example,x,1\n'),
        Buffer.from('b@x.example,Bj'),
        Buffer.from([0xf6]),
        Buffer.from('rn,1\nc@x.example,nul\0,1\nd@x.example,too,many,fields\ne@x.example,few\n'),
        Buffer.from(
          `f@x.example,${'x'.repeat(1_000_000)},1\ng@x.example,G,maybe\nh@x_y.example,,1\ni@x.example,"open,1\n`,
        ),
        Buffer.from('j@x.example,last,1'),
      ]),
    );
    expect(skips(result)).toEqual([
      '3: the same address stands in line 2',
      '4: there is no @',
      '5: nothing stands before @',
      '6: it is not UTF-8 (save the file as UTF-8)',
      '7: it has a NUL byte',
      '8: 4 fields, where the header names 3',
      '9: 2 fields, where the header names 3',
      '10: it is longer than 64 KiB',
      '11: U_IM takes 0, 1, true or false',
      '12: the domain “x_y.example” is none: only letters, digits, hyphens and dots make a domain',
      '13: a quote is opened and not closed',
    ]);
    expect(await accounts()).toEqual(['a@x.example|A|0|0', 'j@x.example|last|0|0']);
  });

  test('a deleted address gets its old number back', async () => {
    await imported('address\na@x.example\nb@x.example\n');
    const before = (await contentOf(server.store)).addresses;
    await server.done(server.domains.startDelete({ name: 'x.example' }, null));
    expect(await imported('address\nb@x.example\na@x.example\n')).toMatchObject({ created: 2, domainsCreated: 1 });
    expect((await contentOf(server.store)).addresses).toEqual(before);
    expect(await drift()).toEqual({ accounts: 2, drift: [] });
  });
});

test('the first 1,000 skipped lines are kept, all are counted', async () => {
  const lines = Array.from({ length: 2_500 }, (_, i) => (i % 2 === 0 ? `nobody${i}` : `same@x.example`));
  const result = await imported(`address\n${lines.join('\n')}\n`);
  expect(result.skipped).toBe(2_499);
  expect(result.skippedLines.map((s) => s.line)).toEqual([2, ...Array.from({ length: 999 }, (_, i) => i + 4)]);
});

test('LDIF: folded and encoded values, other addresses, disabled entries, groups and what is no account', async () => {
  const result = await imported(
    [
      'version: 1',
      '# people',
      'dn: cn=Alice,dc=x',
      'objectClass: user',
      'cn: Ali',
      ' ce',
      `displayName:: ${Buffer.from('Älice').toString('base64')}`,
      'mail: Alice@x.example',
      'proxyAddresses: SMTP:alice@x.example',
      'proxyAddresses: smtp:al@x.example',
      'proxyAddresses: x500:/o=x',
      'userPassword:: c2VjcmV0',
      `jpegPhoto:: ${'A'.repeat(100_000)}`,
      `certificate:: ${'A'.repeat(76)}`,
      ` ${'A'.repeat(76)}`,
      '',
      'dn: cn=Bob,dc=x',
      'changetype: add',
      'cn: Bob',
      'mail;lang-en: bob@x.example',
      'mailAlternateAddress: robert@x.example',
      'userAccountControl: 514',
      '',
      'dn: cn=Staff,dc=x',
      'objectClass: groupOfNames',
      'mail: staff@x.example',
      '',
      'dn: cn=Carol,dc=x',
      'changetype: modify',
      'replace: mail',
      'mail: carol@x.example',
      '-',
      '',
      'dn: ou=People,dc=x',
      'objectClass: organizationalUnit',
      '',
      'dn: cn=Dora,dc=x',
      'mail:: !!!',
      '',
    ].join('\n'),
  );
  expect(result).toMatchObject({ format: 'ldif', created: 3, aliases: 2, skipped: 3 });
  expect(skips(result)).toEqual([
    '28: changetype modify is not imported, only add',
    '34: the entry has no mail address',
    '37: the value of mail is no UTF-8 text in base64, or too long',
  ]);
  expect(await accounts()).toEqual(['alice@x.example|Älice|0|0', 'bob@x.example|Bob|0|1', 'staff@x.example||7|0']);
  expect(await aliases()).toEqual(['al@x.example > alice@x.example', 'robert@x.example > bob@x.example']);
});

test('Dovecot: names from gecos, nologin; passwords are neither stored nor shown', async () => {
  const result = await imported(
    [
      'alice@x.example:{PLAIN}s3cret:5000:5000:Alice A,Room 1::/home/a:',
      'bob@x.example:{SHA512-CRYPT}$6$x:::::: nologin',
      'carol:{PLAIN}s3cret::::::',
      'dora@x y:{PLAIN}s3cret::::::',
      '# comment',
      '{PLAIN}s3cret',
      '',
    ].join('\n'),
  );
  expect(result).toMatchObject({ format: 'dovecot', created: 2, skipped: 3 });
  expect(skips(result).slice(0, 1)).toEqual(['3: there is no @']);
  expect(await accounts()).toEqual(['alice@x.example|Alice A|0|0', 'bob@x.example||0|1']);
  expect(JSON.stringify([result, await contentOf(server.store)])).not.toMatch(/s3cret|SHA512/);
  // The same file under a wrong name does not show one either.
  expect(await refused('alice@x.example:{PLAIN}s3cret:::::\n', { format: 'csv' })).not.toContain('s3cret');
});

test('Postfix: mailbox maps make accounts, alias maps lead to them', async () => {
  const mailboxes =
    'alice@x.example   x.example/alice/\nbob@x.example\n  x.example/bob/\n@x.example x.example/all/\nx.example anything\n';
  expect(await imported(mailboxes)).toMatchObject({ format: 'postfix', created: 2, skipped: 2 });
  const map = [
    '# aliases',
    'a.smith@x.example alice@x.example',
    'sales@x.example bob@x.example,',
    '   alice@x.example, else@where.example',
    'info@x.example nobody@where.example',
    'alice@x.example alice@x.example',
    '@y.example alice@x.example',
    'root@x.example root',
    'pipe@x.example "|/usr/bin/x"',
  ].join('\n');
  const result = await imported(`${map}\n`);
  expect(result).toMatchObject({ created: 0, aliases: 3 });
  expect(skips(result)).toEqual([
    '5: nobody@where.example is no account here',
    '7: it catches all addresses of a domain: no account',
    '8: it leads to no address: a program, a file or a local user',
    '9: it leads to no address: a program, a file or a local user',
  ]);
  const found = [
    'a.smith@x.example > alice@x.example',
    'sales@x.example > alice@x.example',
    'sales@x.example > bob@x.example',
  ];
  expect(await aliases()).toEqual(found);
  await imported('sales@x.example bob@x.example\n');
  expect(await aliases()).toEqual([found[0], found[2]]);
  await server.done(server.accounts.startDelete({ mask: 'bob@x.example' }, null));
  expect(await aliases()).toEqual([found[0]]);
});

test.each<[string, string | Uint8Array, How, RegExp]>([
  ['empty', '', {}, /^IMPORT_UNREADABLE: .*empty/],
  ['blank', '\n\n', {}, /^IMPORT_UNREADABLE: .*nothing in it/],
  [
    'binary',
    Uint8Array.from({ length: 5000 }, (_, i) => (i * 37) % 256),
    { format: 'csv' },
    /^IMPORT_UNREADABLE: .*binary/,
  ],
  ['UTF-16', Buffer.from('\ufeffaddress\na@x.example\n', 'utf16le'), {}, /^IMPORT_UNREADABLE: .*UTF-16/],
  ['a header without address', 'mail,name\na@x.example,A\n', { format: 'csv' }, /^IMPORT_UNREADABLE: .*address/],
  ['an unknown column', 'address,U_IMM\na@x.example,1\n', {}, /^IMPORT_UNREADABLE: .*u_imm/],
  ['a column twice', 'address,U_IM,u_im\na@x.example,1,1\n', {}, /^IMPORT_UNREADABLE: .*twice/],
  [
    'a cut off LDIF',
    'dn: cn=A\nmail: a@x.example\n\ndn: cn=B\nmail: b@x.exa',
    {},
    /^IMPORT_UNREADABLE: .*cut off: line 5/,
  ],
  ['nothing known', 'hello world\n', {}, /^IMPORT_FORMAT_UNKNOWN/],
])('a broken file changes nothing: %s', async (_what, content, how, told) => {
  await imported('address\nalready@x.example\n');
  expect(await refused(content, how)).toMatch(told);
});

test('a file that is not there is told by its name', async () => {
  const job = await server.ended(
    server.accounts.startImport({ file: '/nowhere/x.csv', format: undefined, dryRun: false }),
  );
  expect(job.error).toMatchObject({ code: 'FILE_UNREADABLE' });
  expect(job.error?.message).toContain('/nowhere/x.csv');
});
