// Switches for the faults that people want most often, and a list of those that were scripted elsewhere.

import { announce, byId, complain, element, foreign, reconcile } from './dom.js';
import { ask } from './live.js';

/** Each is a fault's script, known by its name. */
const SWITCHES = [
  {
    named: 'Reset the next PUT',
    text: 'The connection breaks in the middle of a range.',
    script: { on: 'PUT_RANGE', resetWhileReading: 65_536 },
  },
  {
    named: 'Lose the next final answer',
    text: 'The last range is stored, but nobody is told.',
    script: { on: 'PUT_RANGE', lastRange: true, loseReply: true },
  },
  {
    named: 'Take only part of the next range',
    text: '100,000 bytes are kept; the next offset says so.',
    script: { on: 'PUT_RANGE', acceptOnly: 100_000 },
  },
  {
    named: 'Lose the session at the next PUT',
    text: 'The upload URL is gone: 404.',
    script: { on: 'PUT_RANGE', loseSession: true },
  },
  {
    named: '429 with Retry-After 2',
    text: 'The next PUT or POST of a file is throttled.',
    script: { on: ['PUT_RANGE', 'POST_ATTACHMENT', 'OPEN_SESSION'], answer: 429, retryAfter: '2' },
  },
  {
    named: '503',
    text: 'The next PUT or POST of a file meets a service that is not there.',
    script: { on: ['PUT_RANGE', 'POST_ATTACHMENT', 'OPEN_SESSION'], answer: 503 },
  },
  {
    named: 'Slow: 1 MB/s',
    text: 'Every range comes in at that speed until this is switched off.',
    script: { on: 'PUT_RANGE', always: true, bandwidth: 1_000_000 },
  },
];

const isEndless = fault => fault.script.always === true;

let pending = [];

/** When each fault struck last. */
const struck = new Map();

/** Shows the faults that may still strike; {@code GET /_emulator/faults}. */
export function showFaults(descriptions) {
  pending = descriptions;
  render();
}

/** Remembers that a fault struck. */
export function faultStruck(name, started) {
  struck.set(name, new Date(started));
  render();
}

/** Forgets when faults struck. */
export function forgetFaults() {
  struck.clear();
}

function render() {
  reconcile(byId('fault-list'), SWITCHES, fault => fault.named, makeSwitch, updateSwitch);
  const known = new Set(SWITCHES.map(fault => fault.named));
  const scripted = [...new Set(pending)].filter(description => !known.has(description));
  byId('fault-count').textContent = pending.length === 0 ? '' : `${pending.length} pending`;
  byId('scripted-faults').hidden = scripted.length === 0;
  reconcile(byId('scripted-fault-list'), scripted, description => description, makeScripted);
}

function makeSwitch(fault) {
  const button = element('button', { type: 'button', role: 'switch', class: 'switch', 'aria-checked': 'false' },
    element('span', { class: 'track' }),
    element('span', { class: 'label' }, fault.named));
  button.addEventListener('click', () => {
    if (button.getAttribute('aria-checked') === 'true') {
      takeBack(fault.named);
    } else {
      tell(ask('POST', 'faults', { named: fault.named, ...fault.script }), `${fault.named} is on`);
    }
  });
  return element('li', { class: 'fault' },
    button,
    element('span', { class: 'state' }),
    element('p', { class: 'hint' }, fault.text));
}

function updateSwitch(row, fault) {
  const on = pending.includes(fault.named);
  row.querySelector('button').setAttribute('aria-checked', on);
  const state = row.querySelector('.state');
  state.className = on ? 'state on' : 'state';
  state.textContent = stateOf(fault, on);
}

function stateOf(fault, on) {
  if (on) {
    return isEndless(fault) ? 'on' : 'pending';
  }
  const when = struck.get(fault.named);
  return when === undefined || isEndless(fault) ? '' : `happened at ${when.toLocaleTimeString('en-GB')}`;
}

function makeScripted(description) {
  return element('li', { class: 'scripted' },
    foreign('span', description, { class: 'name' }),
    element('button', { type: 'button', class: 'quiet', onclick: () => takeBack(description) },
      'Remove', foreign('span', ` ${description}`, { class: 'hidden' })));
}

function takeBack(description) {
  tell(ask('DELETE', `faults/${encodeURIComponent(description)}`), `${description} is off`);
}

/** The emulator says by an event what has become of it. */
function tell(request, done) {
  request.then(() => announce(done), error => complain(`The fault could not be changed: ${error.message}`));
}
