/** Opens a licensing server's data folder for operators, the server, tests and the demonstration. */
import { type Clock, systemClock } from './clock.ts';
import { makeDataFolder, requireDataFolder } from './data-folder.ts';
import { addKey, listKeys, type SigningKey } from './keys.ts';
import { openDatabase } from './store/open.ts';
import { setting } from './store/records.ts';
import type { Vendor } from './vendor.ts';

export interface OpenOptions {
  readonly dataFolder: string;
  readonly clock?: Clock | undefined;
  /** This process can send mail. */
  readonly mails?: boolean;
  readonly publicUrl?: string | undefined;
}

export interface OpenVendor extends Vendor {
  close(): void;
}

function open(options: OpenOptions): OpenVendor {
  const db = openDatabase(options.dataFolder);
  return {
    db,
    folder: options.dataFolder,
    clock: options.clock ?? systemClock,
    mails: options.mails === true || setting(db, 'mails') === 'yes',
    publicUrl: (options.publicUrl || setting(db, 'public-url') || '').replace(/\/+$/, ''),
    close: () => {
      db.close();
    },
  };
}

/** Makes the folder, the database and a first signing key, where they are missing. Returns all keys. */
export function initVendor(options: OpenOptions): readonly SigningKey[] {
  makeDataFolder(options.dataFolder);
  const vendor = open(options);
  try {
    if (listKeys(vendor.db).length === 0) addKey(vendor.db, vendor.folder, vendor.clock);
    return listKeys(vendor.db);
  } finally {
    vendor.close();
  }
}

/** Throws VENDOR_NOT_INITIALIZED, DATA_FOLDER_NOT_YOURS, DATA_FOLDER_NEWER, DATA_FOLDER_READ_ONLY, DATABASE_DAMAGED. */
export function openVendor(options: OpenOptions): OpenVendor {
  requireDataFolder(options.dataFolder);
  return open(options);
}
