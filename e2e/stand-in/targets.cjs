// Chromium's pages as they come and go.
const { nativeTheme } = require('./desktop.cjs');
const { state } = require('./state.cjs');
const { WebContents } = require('./web-contents.cjs');

const asked = new Set();

/** A page that a page opened is closed again, once it has an address, and the app's handler is asked. */
function opened({ targetInfo: { targetId, type, openerId, url } }) {
  const opener = WebContents.byTarget.get(openerId);
  if (type !== 'page' || !opener || asked.has(targetId) || url === '' || url === 'about:blank') return;
  asked.add(targetId);
  opener.askToOpen(url);
  void state.cdp.send('Target.closeTarget', { targetId }).catch(() => {});
}

function watchTargets() {
  state.cdp.on('Target.targetCreated', opened);
  state.cdp.on('Target.targetInfoChanged', opened);
  state.cdp.on('Target.targetDestroyed', ({ targetId }) => WebContents.byTarget.get(targetId)?.gone());
  nativeTheme.on('updated', () => {
    for (const contents of WebContents.getAllWebContents()) void contents.applyTheme().catch(() => {});
  });
}

module.exports = { watchTargets };
