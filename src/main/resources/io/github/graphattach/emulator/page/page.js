// Puts the page together: what was, then what happens.

import { announce, byId, complain } from './dom.js';
import { ask, follow, paced } from './live.js';
import { readAnswers } from './answers.js';
import { prepareCalendar, readCalendar } from './calendar.js';
import { prepareClock, readClock, showClock } from './clock.js';
import { MOST_KEPT, exchangeEnded, forgetExchanges, prepareExchanges, showExchanges } from './exchanges.js';
import { faultStruck, forgetFaults, showFaults } from './faults.js';
import { showHosts } from './hosts.js';
import { explainFirstSteps, prepareMailboxes, sessionsIn, showMailboxes } from './mailboxes.js';
import { prepareMaking } from './making.js';
import { prepareReader, readAgain } from './reader.js';
import { readRequests } from './requests.js';
import { renderUploads, showUploads, uploadAdvanced, uploadFailed } from './uploads.js';

/** A busy client changes the mailboxes all the time; twice a second is often enough to look at them. */
const READ_AGAIN_MILLIS = 500;

const readMailboxes = paced(async () => {
  const tree = await ask('GET', 'mailboxes');
  showUploads(sessionsIn(tree));
  showMailboxes(tree);
  await readAgain();
}, READ_AGAIN_MILLIS);

const readWeek = paced(readCalendar, READ_AGAIN_MILLIS);

const readFaults = paced(async () => showFaults(await ask('GET', 'faults')), READ_AGAIN_MILLIS);

const readSettings = paced(async () => {
  await readClock();
  await readAnswers();
}, READ_AGAIN_MILLIS);

const readExchanges = paced(
  async () => showExchanges(await ask('GET', `exchanges?limit=${MOST_KEPT}`)), READ_AGAIN_MILLIS);

/** What is quick need not be seen under way. */
const LOOK_MILLIS = 1000;

let live = false;

setInterval(() => {
  if (live && !document.hidden) {
    readRequests().catch(() => {});
    renderUploads();
    showClock();
  }
}, LOOK_MILLIS);

function readEverything() {
  forgetFaults();
  forgetExchanges();
  uploadFailed();
  readMailboxes();
  readWeek();
  readSettings();
  readFaults();
  readExchanges();
}

function showConnection(isLive, text) {
  live = isLive;
  const connection = byId('connection');
  connection.classList.toggle('live', live);
  if (connection.textContent !== text) {
    connection.textContent = text;
  }
  document.body.classList.toggle('stale', !live);
}

function exchange(ended) {
  exchangeEnded(ended);
  if (ended.fault !== '') {
    faultStruck(ended.fault, ended.started);
    readFaults();
  }
  if (ended.host === 'UPLOAD' && (ended.status < 200 || ended.status > 299)) {
    uploadFailed();
    readMailboxes();
  }
}

function prepareReset() {
  const dialog = byId('reset-dialog');
  byId('reset').addEventListener('click', () => dialog.showModal());
  byId('reset-cancel').addEventListener('click', () => dialog.close());
  byId('reset-confirm').addEventListener('click', async () => {
    dialog.close();
    try {
      await ask('POST', 'reset');
      announce('Everything is forgotten');
    } catch (error) {
      complain(`The reset failed: ${error.message}`);
    }
  });
}

showHosts().catch(() => undefined).then(explainFirstSteps);
prepareReset();
prepareReader();
prepareMailboxes();
prepareMaking();
prepareClock();
prepareExchanges();
prepareCalendar(readWeek);
follow({
  open() {
    showConnection(true, 'Live');
    readEverything();
  },
  lost() {
    showConnection(false, 'Connection lost; trying again …');
  },
  exchange,
  session(event) {
    if (uploadAdvanced(event)) {
      readMailboxes();
    }
  },
  changed() {
    readMailboxes();
    readWeek();
    readSettings();
    readFaults();
  },
  reload: readEverything,
});
