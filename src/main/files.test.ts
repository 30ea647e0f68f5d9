import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { MAX_LICENSE_BYTES } from '../core/license/frame.ts';
import { fetchDownload } from './downloads.ts';
import { readLicenseFile, saveStream, saveText } from './files.ts';
import { openPreferences } from './preferences.ts';

const folder = mkdtempSync(join(tmpdir(), 'seatkeeper-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const written = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

describe('LICENSING 2: a license file has at most 64 KiB of UTF-8', () => {
  test('its text arrives byte for byte, a BOM and line ends too', async () => {
    const text = '\ufeff<signed-license>\r\nä</signed-license>';
    expect(await readLicenseFile(written('license.xml', text))).toEqual({ name: 'license.xml', text });
  });
  test('64 KiB are read, one byte more is refused', async () => {
    const { text } = await readLicenseFile(written('full.xml', 'x'.repeat(MAX_LICENSE_BYTES)));
    expect(text).toHaveLength(MAX_LICENSE_BYTES);
    const larger = written('larger.xml', 'x'.repeat(MAX_LICENSE_BYTES + 1));
    await expect(readLicenseFile(larger)).rejects.toMatchObject({ code: 'LICENSE_MALFORMED' });
  });
  test.skipIf(process.platform === 'win32')('an endless device is refused', async () => {
    await expect(readLicenseFile('/dev/zero')).rejects.toMatchObject({ code: 'LICENSE_MALFORMED' });
  });
  test('other encodings are refused, not guessed', async () => {
    const latin1 = written('latin1.xml', Buffer.from('<a b="ä"/>', 'latin1'));
    await expect(readLicenseFile(latin1)).rejects.toMatchObject({ code: 'LICENSE_MALFORMED' });
  });
  test('a file that is not there, or a folder, is named', async () => {
    const gone = join(folder, 'gone.xml');
    const error = { code: 'FILE_UNREADABLE', params: { file: gone, detail: 'ENOENT' } };
    await expect(readLicenseFile(gone)).rejects.toMatchObject(error);
    await expect(readLicenseFile(folder)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });
});

describe('saving a file', () => {
  test('replaces it whole', async () => {
    const path = written('saved.xml', 'old');
    await saveText(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
  });
  test('or says that it cannot, and leaves nothing behind', async () => {
    const target = join(folder, 'a-folder');
    mkdirSync(target);
    await expect(saveText(target, 'x')).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
    expect(existsSync(`${target}.part`)).toBe(false);
  });
});

describe('saving a file that the service made', () => {
  const ID = '0123456789abcdef0123456789abcdef';
  const answering = (response: () => Response) => {
    const asked: Request[] = [];
    const ask = async (request: Request) => {
      asked.push(request);
      return response();
    };
    return { asked, from: () => fetchDownload(ask, ID) };
  };
  test('it arrives byte for byte, readable by its owner only', async () => {
    const path = join(folder, 'saved.skb');
    const { asked, from } = answering(() => new Response(new Uint8Array([0, 255, 10])));
    await saveStream(path, from);
    expect([...readFileSync(path)]).toEqual([0, 255, 10]);
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(new URL(asked[0]?.url ?? '').pathname).toBe(`/downloads/${ID}`);
    expect(asked[0]?.headers.get('x-csrf-token')).toBe('orpc');
  });
  test('a refusal of the service keeps its words, and the old file stays', async () => {
    const path = written('old.skb', 'old');
    const refused = answering(() => Response.json({ code: 'NOT_ALLOWED' }, { status: 403 }));
    await expect(saveStream(path, refused.from)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    expect(readFileSync(path, 'utf8')).toBe('old');
  });
  test('an answer that breaks off leaves the old file, and nothing beside it', async () => {
    const path = written('broken.skb', 'old');
    const broken = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array([1]));
        controller.error(new Error('gone'));
      },
    });
    await expect(saveStream(path, async () => broken)).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(existsSync(`${path}.part`)).toBe(false);
  });
});

describe('preferences', () => {
  test('are found again', () => {
    openPreferences(folder).change({ theme: 'dark', warnOnStop: false });
    openPreferences(folder).change({ bounds: { x: 1, y: 2, width: 800, height: 600 } });
    expect(openPreferences(folder).read()).toEqual({
      theme: 'dark',
      warnOnStop: false,
      maximized: false,
      bounds: { x: 1, y: 2, width: 800, height: 600 },
    });
  });
  test.each(['', '{', 'null', '[]', '{"theme":"blue","bounds":{"x":"1"},"warnOnStop":"no"}'])(
    'damaged as %j are as good as none',
    (text) => {
      writeFileSync(join(folder, 'preferences.json'), text);
      expect(openPreferences(folder).read()).toEqual({
        theme: 'system',
        warnOnStop: true,
        maximized: false,
        bounds: undefined,
      });
    },
  );
  test('that cannot be written still hold for this run', () => {
    const preferences = openPreferences(join(folder, 'missing'));
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    preferences.change({ theme: 'light' });
    expect(said).toHaveBeenCalledOnce();
    said.mockRestore();
    expect(preferences.read().theme).toBe('light');
  });
});
