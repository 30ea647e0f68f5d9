/** One server for all tests of a file: opening one for each would cost more than the tests. */
import { afterAll, beforeAll } from 'vitest';
import { type TestFolder, type TestServer, testFolder, testServer } from './store.testkit.ts';

/** Calls `opened` before the first test; closes the server and removes its folder after the last one. */
export function oneServer(opened: (server: TestServer, folder: TestFolder) => void): void {
  let folder: TestFolder | undefined;
  let server: TestServer | undefined;
  beforeAll(async () => {
    folder = await testFolder();
    server = await testServer(folder);
    opened(server, folder);
  });
  afterAll(async () => {
    await server?.close();
    await folder?.remove();
  });
}
