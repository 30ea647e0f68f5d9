/** Accounts, domains, system variables and seats: every command against a real control service. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from './world.testkit.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** Code and stdout of a command, and what it said on stderr. */
const run = (...argv: string[]) => world.tool(argv);
const code = async (...argv: string[]) => {
  const { stdout } = await world.tool([...argv, '--json']);
  return (JSON.parse(stdout) as { error: { code: string } }).error.code;
};

test('domains: create, exists (4), display, modify, export', async () => {
  expect(await run('create', 'domain', 'example.com')).toEqual({
    code: 0,
    stdout: 'created example.com\n',
    stderr: '',
  });
  expect((await run('create', 'domain', 'EXAMPLE.com')).code).toBe(4);
  expect(await world.json(['create', 'domain', 'example.org', 'd_im', '0'])).toMatchObject({
    name: 'example.org',
    D_IM: 0,
    D_Calendar: 1,
  });
  expect((await run('display', 'domain', '*', 'D_IM')).stdout).toBe('example.com\nD_IM: 1\nexample.org\nD_IM: 0\n');
  expect((await run('set', 'domain', 'example.org', 'D_SMS', '0', 'D_IM', '1')).stdout).toBe('modified 1 domains\n');
  expect(await world.json(['get', 'domain', 'example.org', 'D_SMS', 'D_IM'])).toEqual([
    { name: 'example.org', D_SMS: 0, D_IM: 1 },
  ]);
  expect((await run('export', 'domain', '*', 'D_SMS')).stdout).toBe('example.com,1,\nexample.org,0,\n');
  expect(await code('display', 'domain', 'nowhere.example')).toBe('DOMAIN_NOT_FOUND');
  expect((await run('modify', 'domain', 'nowhere.example', 'D_IM', '0')).code).toBe(3);
});

test('accounts: create, exists (4), values refused (2), missing domain (3)', async () => {
  const created = await world.json(['create', 'account', 'alice@example.com', 'U_NAME', 'Adams, Alice', 'u_im', '0']);
  expect(created).toMatchObject({ address: 'alice@example.com', U_Name: 'Adams, Alice', U_IM: 0, U_GW: 1, U_Type: 0 });
  expect((await run('create', 'account', 'bob@example.com')).stdout).toBe('created bob@example.com\n');
  expect((await run('create', 'account', 'list@example.com', 'U_Type', '1')).code).toBe(0);
  expect((await run('create', 'account', 'bob@EXAMPLE.com')).code).toBe(4);
  expect(await code('create', 'account', 'bob@example.com')).toBe('ACCOUNT_EXISTS');
  expect((await run('create', 'account', 'x@nowhere.example')).code).toBe(3);
  expect((await run('create', 'account', 'no address')).code).toBe(2);
  expect((await run('create', 'account', 'c@example.com', 'U_IM', '7')).code).toBe(2);
  expect(await code('create', 'account', 'c@example.com', 'U_IM', '7')).toBe('VALUE_INVALID');
});

test('accounts: display and export by mask', async () => {
  expect((await run('display', 'account', 'a*@example.com', 'U_IM', 'U_GW')).stdout).toBe(
    'alice@example.com\nU_IM: 0\nU_GW: 1\n',
  );
  expect((await run('export', 'account', '*@*', 'U_IM', 'U_Name')).stdout).toBe(
    'alice@example.com,0,"Adams, Alice",\nbob@example.com,1,,\nlist@example.com,1,,\n',
  );
  expect(await code('export', 'account', '*@example.org')).toBe('ACCOUNT_NOT_FOUND');
  expect((await run('display', 'account', '@@')).code).toBe(2);
  expect((await run('display', 'account', '')).stderr).toContain('mask: it is empty');
  expect((await run('display', 'account', `${'x'.repeat(1000)}@example.com`)).stderr).toContain(
    'mask: it is longer than 400 characters',
  );
});

test('accounts: modify by mask counts what differs afterwards; an unknown variable changes nothing', async () => {
  expect(await run('modify', 'account', '*@example.com', 'U_IM', '0')).toEqual({
    code: 0,
    stdout: 'modified 2 accounts\n',
    stderr: '',
  });
  expect(await world.json(['set', 'account', 'bob@example.com', 'U_IM', '1'])).toEqual({ modified: 1 });
  expect((await run('modify', 'account', 'bob@example.com', 'U_GW', '0', 'U_Foo', '1')).code).toBe(2);
  expect((await run('display', 'account', 'bob@example.com', 'U_GW')).stdout).toBe('bob@example.com\nU_GW: 1\n');
  expect((await run('modify', 'account', 'nobody@example.com', 'U_IM', '0')).code).toBe(3);
});

test('a value that begins with a hyphen goes after --, and the refusal says so', async () => {
  const refused = await run('modify', 'account', 'bob@example.com', 'U_Name', '-Bob-');
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('that begins with - goes after --')]);
  expect((await run('modify', 'account', '--', 'bob@example.com', 'U_Name', '-Bob-')).code).toBe(0);
  expect((await run('display', 'account', 'bob@example.com', 'U_Name')).stdout).toContain('U_Name: -Bob-\n');
});

test('rename keeps the services; the old address is free, a taken one is refused', async () => {
  expect((await run('rename', 'account', 'bob@example.com', 'robert@example.com')).stdout).toBe(
    'renamed bob@example.com to robert@example.com\n',
  );
  expect(await world.json(['display', 'account', 'robert@example.com', 'U_IM', 'U_Name'])).toEqual([
    { address: 'robert@example.com', U_IM: 1, U_Name: '-Bob-' },
  ]);
  expect((await run('rename', 'account', 'bob@example.com', 'b@example.com')).code).toBe(3);
  expect((await run('rename', 'account', 'robert@example.com', 'alice@example.com')).code).toBe(4);
});

test('seats: who counts, who does not and why, and the proof of the counters', async () => {
  expect((await run('list', 'seats', 'IM')).stdout).toMatch(/^robert@example\.com\tcounted\t[^\n]+\n$/);
  const all = (await world.json(['list', 'seats', 'im', '--all'])) as { address: string; counted: boolean }[];
  expect(all.map((row) => [row.address, row.counted])).toEqual([
    ['alice@example.com', false],
    ['list@example.com', false],
    ['robert@example.com', true],
  ]);
  expect(await world.json(['list', 'seats', 'im', '--not-counted'])).toHaveLength(2);
  const group = await world.json(['list', 'seats', 'Collaboration', '--group']);
  expect(group).toHaveLength(2);
  expect(await world.json(['list', 'seats', 'collaboration'])).toEqual(group);
  // One name, two scopes.
  expect(await run('list', 'seats', 'desktop', '--group')).not.toEqual(await run('list', 'seats', 'desktop'));
  expect(await code('list', 'seats', 'im', '--group')).toBe('USAGE');
  expect(await code('list', 'seats', 'nothing')).toBe('MODULE_NOT_FOUND');
  expect((await run('list', 'seats', 'im', '--all', '--not-counted')).code).toBe(2);
  const why = await run('explain', 'account', 'alice@example.com', 'im');
  expect(why.stdout).toMatch(/^alice@example\.com\nInstant Messaging {2}Not counted: .+\n( {2}(yes|no ) {2}.+\n)+$/);
  expect((await world.json(['explain', 'account', 'alice@example.com'])) as object).toHaveProperty(
    'modules.length',
    19,
  );
  expect(await code('explain', 'account', 'nobody@example.com')).toBe('ACCOUNT_NOT_FOUND');
  expect(await run('recount', 'seats')).toEqual({ code: 0, stdout: 'counted 3 accounts, drift: 0\n', stderr: '' });
  expect(await world.json(['recount', 'seats'])).toEqual({ accounts: 3, drift: [] });
});

test('system variables: read, changed, refused', async () => {
  expect((await run('display', 'system', 'c_reference')).stdout).toMatch(/^C_Reference: SK1(-[0-9A-Z]{4}){5}-\w\w\n$/);
  expect((await run('display', 'system', 'C_LicenseStatus')).stdout).toBe('C_LicenseStatus: Evaluation\n');
  const all = (await world.json(['get', 'system', '*'])) as Record<string, string>;
  expect(Object.keys(all)).toEqual(expect.arrayContaining(['C_Reference', 'C_System_Tools_ExcludeLicense']));
  expect(all).not.toHaveProperty('C_License_XML');
  expect((await run('modify', 'system', 'c_system_tools_excludelicense', '0')).stdout).toBe('modified 1 variables\n');
  expect(await world.json(['display', 'system', 'C_System_Tools_ExcludeLicense'])).toEqual({
    C_System_Tools_ExcludeLicense: '0',
  });
  expect(await code('modify', 'system', 'C_Reference', 'x')).toBe('VARIABLE_READ_ONLY');
  expect(await code('display', 'system', 'C_Nothing')).toBe('VARIABLE_UNKNOWN');
});

test('delete: only with --yes without a terminal, asked with one, all of a mask', async () => {
  expect((await run('delete', 'account', '*@*')).code).toBe(2);
  const all = await world.tool(['delete', 'account', '*@*'], { terminal: true, stdin: 'n\n' });
  expect([all.code, all.stderr]).toEqual([1, expect.stringContaining('Delete 3 accounts (*@*)?')]);
  expect((await world.tool(['delete', 'account', 'x@example.com'], { terminal: true, stdin: 'y\n' })).code).toBe(3);
  expect((await world.tool(['delete', 'domain', '*'], { terminal: true, stdin: 'y\n' })).code).toBe(2);
  const no = await world.tool(['delete', 'domain', 'example.com'], { terminal: true, stdin: 'n\n' });
  expect(no.stderr).toContain('Delete the domain example.com with its 3 accounts?');
  expect(no.code).toBe(1);
  const yes = await world.tool(['delete', 'account', 'r*@example.com'], { terminal: true, stdin: 'y\n' });
  expect([yes.code, yes.stdout]).toEqual([0, 'deleted 1 accounts\n']);
  expect((await run('delete', 'account', 'r*@example.com', '--yes')).code).toBe(3);
  expect(await world.json(['delete', 'domain', 'example.com', '--yes'])).toEqual({
    deleted: 'example.com',
    accounts: 2,
  });
  expect((await run('delete', 'domain', 'example.com', '--yes')).code).toBe(3);
});
