// Runs notebooks in JupyterLab as a reader sees them, in a headless Chromium; checks them and takes screenshots.
//
//     node tests/browser/lab.mjs [--check] [notebook ...]
//
// Without names: every notebook of notebooks/. With --check: says what is missing and does nothing else. JupyterLab
// gets copies of the notebooks and settings of its own, all in one temporary folder; of the checkout only
// .cache/browser is written, where the screenshots go. Nothing is downloaded.

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const OUT = path.join(ROOT, '.cache', 'browser');
const MINUTE = 60_000;
const started = { folder: null, server: null, browser: null, stopped: false }; // only what was started here is ended

// -- what is needed ---------------------------------------------------------------------------------------------------

function findChromium() {
  const { CHROMIUM, PATH = '' } = process.env;
  const names = CHROMIUM ? [CHROMIUM] : ['chromium', 'chromium-browser', 'google-chrome'];
  const inPath = (name) => PATH.split(path.delimiter).map((folder) => path.join(folder, name));
  const files = names.flatMap((name) => (name.includes(path.sep) ? [path.resolve(name)] : inPath(name)));
  return files.find((file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile());
}

function findPlaywright() {
  const { PLAYWRIGHT } = process.env; // the folder playwright-core itself; else in .cache/browser or on NODE_PATH
  try {
    return createRequire(path.join(OUT, '-'))(PLAYWRIGHT ? path.resolve(PLAYWRIGHT) : 'playwright-core').chromium;
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
  }
}

function listMissing() {
  const chromium = 'no Chromium: install it (Debian, Ubuntu: sudo apt install chromium), or name its file: CHROMIUM=...';
  const playwright = 'no playwright-core: npm install --prefix .cache/browser playwright-core, or name its folder: PLAYWRIGHT=...';
  return [findChromium() ? '' : chromium, findPlaywright() ? '' : playwright].filter(Boolean);
}

// -- the server -------------------------------------------------------------------------------------------------------

/** JupyterLab on copies of the notebooks, with nothing of the user's own settings. */
async function startServer(folder, notebooks) {
  const place = (name) => path.join(folder, name);
  const settings = {
    'apputils-extension/notification': { fetchNews: 'false', checkForUpdates: false }, // else it asks, and may fetch
    // Else only the cells in view are in the page; and below the last one there is an empty screenful.
    'notebook-extension/tracker': { windowingMode: 'none', scrollPastEnd: false },
  };
  for (const [name, value] of Object.entries(settings)) {
    const file = place(`settings/@jupyterlab/${name}.jupyterlab-settings`);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, JSON.stringify(value));
  }
  fs.mkdirSync(place('notebooks'));
  for (const file of notebooks) fs.copyFileSync(file, place(`notebooks/${path.basename(file)}`));
  fs.writeFileSync(place('matplotlibrc'), '');

  const foreign = /^(JUPYTER|JPY_|IPYTHON|MPL|(STORY_A|STORY_B|STORIES|NAMES?|LEXICON)$)/;
  const env = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))),
    JUPYTER_CONFIG_DIR: place('config'),
    JUPYTER_DATA_DIR: place('data'), // the kernel is found all the same: in share/jupyter of .venv
    JUPYTER_RUNTIME_DIR: place('runtime'),
    JUPYTERLAB_SETTINGS_DIR: place('settings'),
    JUPYTERLAB_WORKSPACES_DIR: place('workspaces'),
    JUPYTER_TOKEN: randomBytes(16).toString('hex'),
    IPYTHONDIR: place('ipython'),
    MATPLOTLIBRC: place('matplotlibrc'),
    ANALYSIS_TO: folder, // figures go here, not into the checkout
  };
  const socket = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => socket.once('listening', resolve));
  const { port } = socket.address(); // a free one
  await new Promise((resolve) => socket.close(resolve));

  const options = ['--no-browser', '--allow-root', '--ServerApp.ip=127.0.0.1', `--ServerApp.port=${port}`,
    '--ServerApp.port_retries=0', '--expose-app-in-browser', '--LabApp.extension_manager=readonly', place('notebooks')];
  const log = fs.openSync(place('server.log'), 'w');
  const server = spawn(path.join(ROOT, '.venv/bin/python'), ['-m', 'jupyterlab', ...options],
    { cwd: folder, env, stdio: ['ignore', log, log], detached: true }); // detached: Ctrl-C is for us, who then end it
  started.server = server;
  server.on('error', () => {}); // no such program: seen by its lack of a pid

  const [url, token] = [`http://127.0.0.1:${port}`, env.JUPYTER_TOKEN];
  for (const limit = Date.now() + MINUTE; server.pid && server.exitCode === null && Date.now() < limit; await sleep(300))
    if (await fetch(`${url}/api/status?token=${token}`).then((answer) => answer.ok, () => false)) return { url, token };
  const words = fs.readFileSync(place('server.log'), 'utf8').trim().split('\n').slice(-10).join('\n');
  throw new Error(`JupyterLab did not start${server.pid ? `:\n${words}` : ', for there is no .venv: make test-browser makes it'}`);
}

async function end() {
  const { folder, server, browser } = started;
  await browser?.close().catch(() => {});
  if (server?.pid && server.exitCode === null && server.signalCode === null) {
    const gone = new Promise((resolve) => server.once('exit', () => resolve(true)));
    server.kill('SIGTERM'); // it ends its kernels first
    if (!(await Promise.race([gone, sleep(15_000, false, { ref: false })]))) server.kill('SIGKILL');
  }
  if (folder) fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

// -- in the page, where JupyterLab is `jupyterapp` ----------------------------------------------------------------------

/** Pop-ups come and go: each is noted as it appears. */
function notePopups() {
  window.popups = [];
  const kinds = '.jp-Dialog, .Toastify__toast--error, .Toastify__toast--warning';
  new MutationObserver((changes) => {
    const added = changes.flatMap((change) => [...change.addedNodes]).filter((node) => node.nodeType === 1);
    const popups = added.flatMap((node) => [node, ...node.querySelectorAll('*')]).filter((node) => node.matches(kinds));
    for (const popup of new Set(popups)) // its text comes later
      setTimeout(() => window.popups.push(popup.innerText.replace(/\s+/g, ' ').trim()), 100);
  }).observe(document, { childList: true, subtree: true });
}

const isReady = () => {
  const { content, sessionContext } = window.jupyterapp?.shell.currentWidget ?? {};
  return content?.model?.cells?.length && sessionContext.session?.kernel?.status === 'idle';
};

/** True when all has run, no cell waits and the kernel is idle. A pop-up ends the wait: it may want an answer. */
const isFinished = () => {
  const { content, sessionContext } = jupyterapp.shell.currentWidget;
  const waiting = content.widgets.some((cell) => cell.promptNode?.textContent.includes('*'));
  return window.popups.length || (window.ran && !waiting && sessionContext.session?.kernel?.status === 'idle');
};

/** Counts, and what is wrong with each cell: by the notebook's model, and by what the page shows of it. */
function inspect() {
  const { content } = jupyterapp.shell.currentWidget;
  const counts = { cells: 0, executed: 0, figures: 0 };
  const problems = [];
  content.model.toJSON().cells.forEach((cell, index) => {
    const source = [cell.source].flat().join('').trim();
    const note = (text) => problems.push(`cell ${index + 1} (${source.split('\n')[0].slice(0, 50)}): ${text.replace(/\s+/g, ' ')}`);
    const node = content.widgets[index]?.node;
    const find = (selector) => [...(node?.querySelectorAll(selector) ?? [])];
    if (!node?.isConnected) note('is not in the page');
    if (cell.cell_type === 'code' && source && cell.execution_count === null) note('was not executed');
    const errors = (cell.outputs ?? []).filter((output) => output.output_type === 'error' || output.name === 'stderr');
    for (const { ename, evalue, text } of errors) note(ename ? `${ename}: ${evalue}` : `stderr: ${[text].flat().join('')}`);
    if (!errors.length && find('[data-mime-type$=".error"], [data-mime-type$=".stderr"]').length) note('shows an error');
    for (const figure of find('figure')) if (!figure.querySelector('img')) note('a figure without a picture');
    for (const image of find('img')) {
      if (['', 'Image'].includes(image.alt.trim())) note('a picture without alt text'); // JupyterLab fills in "Image"
      if (!image.naturalWidth) note(`a picture that did not load: ${image.src.slice(0, 60)}`);
    }
    counts.cells += 1;
    counts.executed += cell.execution_count ? 1 : 0;
    counts.figures += find('figure').length;
  });
  return { counts, problems };
}

// -- one notebook -----------------------------------------------------------------------------------------------------

/** The notebook in one theme, from top to end, a screenful each with a little of the one before. */
async function photograph(page, theme, name) {
  await page.evaluate((theme) => jupyterapp.commands.execute('apputils:change-theme', { theme }), theme);
  await page.waitForFunction((theme) => document.body.dataset.jpThemeName === theme, theme);
  const area = await page.evaluateHandle(() => jupyterapp.shell.currentWidget.content.outerNode);
  for (let number = 1, last = false; !last; number += 1) {
    last = await area.evaluate((node, number) => {
      node.scrollTop = (number - 1) * (node.clientHeight - 80);
      return node.scrollTop + node.clientHeight >= node.scrollHeight - 1;
    }, number);
    await sleep(number === 1 ? 1000 : 200); // until it is drawn
    await page.screenshot({ path: path.join(OUT, `${name}-${number}.png`) });
  }
}

const isLocal = ({ protocol, hostname }) => /^(data|blob):$/.test(protocol) || ['127.0.0.1', 'localhost'].includes(hostname);

/** Opens a notebook, runs it from nothing, takes its pictures; prints what was found, returns the number of errors. */
async function visit(browser, { url, token }, file) {
  const name = path.basename(file, '.ipynb');
  const problems = [];
  const requests = [];
  let counts = { cells: 0, executed: 0, figures: 0 };
  const context = await browser.newContext({ viewport: { width: 1300, height: 1500 } });
  const page = await context.newPage();
  context.on('request', (request) => requests.push(request.url()));
  page.on('websocket', (socket) => requests.push(socket.url()));
  page.on('dialog', (dialog) => (problems.push(`pop-up: ${dialog.message()}`), dialog.dismiss()));
  await page.addInitScript(notePopups);
  try {
    // A workspace of its own, else the notebook before would be opened with it.
    const address = `lab/workspaces/${encodeURIComponent(name)}/tree/${encodeURIComponent(path.basename(file))}`;
    await page.goto(`${url}/${address}?token=${token}`, { timeout: MINUTE });
    await page.waitForFunction(isReady, null, { timeout: 2 * MINUTE });
    await page.evaluate(() => jupyterapp.commands.execute('notebook:clear-all-cell-outputs'));
    await page.evaluate(() => void jupyterapp.commands.execute('notebook:run-all-cells').finally(() => (window.ran = true)));
    await page.waitForFunction(isFinished, null, { timeout: 10 * MINUTE, polling: 500 });
    await page.waitForFunction(() => [...document.images].every((image) => image.complete), null, { timeout: MINUTE });
    await photograph(page, 'JupyterLab Light', `${name}-light`);
    await photograph(page, 'JupyterLab Dark', `${name}-dark`);
  } catch (error) {
    problems.push(`not finished: ${error.message.split('\n')[0]}`);
    await page.screenshot({ path: path.join(OUT, `${name}-unfinished.png`) }).catch(() => {});
  }
  try {
    const found = await page.evaluate(inspect);
    counts = found.counts;
    problems.push(...found.problems, ...(await page.evaluate(() => window.popups)).map((text) => `pop-up: ${text}`));
    await page.evaluate(() => jupyterapp.shell.currentWidget.sessionContext.shutdown()); // frees the kernel's memory
  } catch (error) {
    problems.push(`not inspected: ${error.message.split('\n')[0]}`);
  }
  problems.push(...new Set(requests.filter((url) => !isLocal(new URL(url))).map((url) => `a request to ${url}`)));
  await context.close().catch(() => {});
  if (started.stopped) return 1;
  const summary = { ...counts, requests: requests.length, errors: problems.length };
  console.log(`${name}: ${Object.entries(summary).map(([word, count]) => `${count} ${word}`).join(', ')}`);
  for (const problem of problems) console.log(`  ${name}, ${problem}`);
  return problems.length;
}

async function main([first, ...others]) {
  const missing = listMissing();
  if (missing.length) return console.error(missing.join('\n')), 1;
  if (first === '--check') return 0;
  const folder = path.join(ROOT, 'notebooks');
  const all = fs.readdirSync(folder).filter((name) => name.endsWith('.ipynb')).sort().map((name) => path.join(folder, name));
  const notebooks = first ? [first, ...others] : all;

  fs.mkdirSync(OUT, { recursive: true });
  for (const name of fs.readdirSync(OUT)) if (name.endsWith('.png')) fs.rmSync(path.join(OUT, name)); // of an earlier run
  started.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'analysis-browser-'));
  const server = await startServer(started.folder, notebooks);
  started.browser = await findPlaywright().launch({
    executablePath: findChromium(), // without its sandbox, as is Playwright's default: root and containers have none
    args: ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
      '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'], // nothing gets out
    handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false, // ours, below: Playwright's would leave the server
  });
  let problems = 0;
  for (const file of notebooks) problems += await visit(started.browser, server, file);
  console.log(`screenshots: ${path.relative(process.cwd(), OUT)}`);
  return problems || !notebooks.length ? 1 : 0;
}

async function stop() {
  started.stopped = true; // what fails from here on is no news
  await end().finally(() => process.exit(1));
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, stop);
const fail = (error) => (started.stopped || console.error(error.message), 1);
process.exitCode = await main(process.argv.slice(2)).catch(fail).finally(end);
