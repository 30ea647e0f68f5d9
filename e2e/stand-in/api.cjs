// What require('electron') answers in the main process.
const { app } = require('./app.cjs');
const { BrowserWindow } = require('./browser-window.cjs');
const desktop = require('./desktop.cjs');
const { ipcMain } = require('./ipc.cjs');
const { Menu, MenuItem } = require('./menu.cjs');
const { protocol } = require('./schemes.cjs');
const { WebContents } = require('./web-contents.cjs');

module.exports = { app, BrowserWindow, ipcMain, Menu, MenuItem, protocol, webContents: WebContents, ...desktop };
