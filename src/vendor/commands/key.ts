/** `init` and `key …`: signing keys. */
import type { Command } from 'commander';
import { addKey, compromiseKey, describeKey, listKeys, retireKey, type SigningKey } from '../keys.ts';
import { initVendor, type OpenVendor } from '../open-vendor.ts';
import { json, line, type VendorIo } from './io.ts';
import { type CommonOptions, folderOf, withJson, withVendor } from './options.ts';

function printKeys(io: VendorIo, options: CommonOptions, keys: readonly SigningKey[]): void {
  if (options.json) {
    json(
      io,
      keys.map(({ id, publicKey, state }) => ({ id, publicKey, state })),
    );
    return;
  }
  for (const key of keys) line(io, describeKey(key));
}

function warnWithoutKey(io: VendorIo, vendor: OpenVendor): void {
  if (listKeys(vendor.db).some((k) => k.state === 'active')) return;
  io.stderr('No active key is left: nothing can be signed. Make one with vendor key rotate.\n');
}

export function addKeyCommands(program: Command, io: VendorIo): void {
  withJson(program.command('init').description('make the data folder and a first signing key')).action(
    (options: CommonOptions) =>
      printKeys(io, options, initVendor({ dataFolder: folderOf(options, io), clock: io.clock })),
  );

  const key = program.command('key').description('signing keys, as trusted_keys takes them');
  withJson(key.command('list').description('all keys, the oldest first')).action((options: CommonOptions) =>
    withVendor(options, io, (vendor) => printKeys(io, options, listKeys(vendor.db))),
  );
  withJson(key.command('rotate').description('make a new key; the older ones go on signing for older versions')).action(
    (options: CommonOptions) =>
      withVendor(options, io, (vendor) => {
        addKey(vendor.db, vendor.folder, vendor.clock);
        printKeys(io, options, listKeys(vendor.db));
      }),
  );
  withJson(key.command('retire <id>').description('it signs nothing any more; what it signed stays valid')).action(
    (id: string, options: CommonOptions) =>
      withVendor(options, io, (vendor) => printKeys(io, options, [retireKey(vendor.db, id, vendor.clock)])),
  );
  withJson(key.command('compromise <id>').description('nothing that it ever signed is to be believed')).action(
    (id: string, options: CommonOptions) =>
      withVendor(options, io, (vendor) => {
        printKeys(io, options, [compromiseKey(vendor.db, id, vendor.clock)]);
        warnWithoutKey(io, vendor);
      }),
  );
}
