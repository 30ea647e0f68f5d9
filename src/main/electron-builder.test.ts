import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

interface Configuration {
  readonly [key: string]: unknown;
  readonly files: readonly string[];
  readonly asarUnpack: readonly string[];
  readonly electronFuses: Readonly<Record<string, boolean>>;
}
interface BuilderModule {
  getConfig(folder: string, file: null, extra: null): Promise<Configuration>;
  validateConfiguration(configuration: object, log: object): Promise<void>;
}

// electron-builder has no public way to check a configuration without packaging; its version is pinned.
const require = createRequire(import.meta.url);
const builder = require('app-builder-lib/out/util/config/config.js') as BuilderModule;
const { DebugLogger } = require('builder-util') as { DebugLogger: new (enabled: boolean) => object };
const validate = (configuration: object) => builder.validateConfiguration(configuration, new DebugLogger(false));

describe('electron-builder.yml', () => {
  let configuration: Configuration;
  beforeAll(async () => {
    configuration = await builder.getConfig(ROOT, null, null);
  });

  test('is valid, and a misspelled key would not be', async () => {
    await validate(configuration);
    await expect(validate({ ...configuration, asarUnpacked: [] })).rejects.toThrow(/asarUnpacked/);
  });
  test('makes an installer for every system', () => {
    expect(configuration).toMatchObject({
      win: { target: 'nsis' },
      mac: { target: 'dmg' },
      linux: { target: ['AppImage', 'deb'] },
      asar: true,
    });
  });
  test('names icons that exist', () => {
    const icons = ['win', 'mac', 'linux'].map((key) => (configuration[key] as { icon: string }).icon);
    for (const icon of icons) expect(existsSync(join(ROOT, icon)), icon).toBe(true);
  });
  test('worker threads and native parts lie outside of the archive', () => {
    expect(configuration.asarUnpack).toEqual(
      expect.arrayContaining(['out/worker/**', 'out/demo/**', 'node_modules/better-sqlite3/**']),
    );
  });
  test('DESIGN 6: every fuse that lets others run code in our name is off', () => {
    const { electronFuses } = configuration;
    expect(electronFuses).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
      enableEmbeddedAsarIntegrityValidation: true,
      grantFileProtocolExtraPrivileges: false,
    });
    const scheme = JSON.parse(readFileSync(require.resolve('app-builder-lib/scheme.json'), 'utf8'));
    const known = Object.keys(scheme.definitions.FuseOptionsV1.properties);
    expect(known.filter((fuse) => !(fuse in electronFuses))).toEqual([]);
  });
});
