// Upload sessions in progress, each with a bar; those that nobody goes on with stand apart.

import { announce, byId, element, foreign, reconcile, roughBytes } from './dom.js';
import { emulatorNow } from './clock.js';

/** Who sends nothing for so long has stopped, or waits for a long time. */
const IDLE_MILLIS = 10_000;

/** The speed is that of the latest seconds. */
const SPEED_MILLIS = 3000;

/** As the tree of mailboxes has them: each with the item that it is for. */
let sessions = [];

/** What events have said since, by session: they tell of ranges that are still coming in. */
const received = new Map();

/** When how much was there, by session, of the latest seconds. */
const samples = new Map();

/** When bytes came last, by session, on the emulator's clock. */
const active = new Map();

/** Takes the sessions of the tree; what events said of sessions that are gone is forgotten. */
export function showUploads(current) {
  sessions = current;
  const ids = new Set(current.map(session => session.id));
  for (const known of [received, samples, active]) {
    [...known.keys()].filter(id => !ids.has(id)).forEach(id => known.delete(id));
  }
  renderUploads();
}

/** Takes an event; {@code true} if the tree has to be asked for news too. */
export function uploadAdvanced(event) {
  received.set(event.id, event.received);
  active.set(event.id, event.active);
  const now = performance.now();
  samples.set(event.id, [...(samples.get(event.id) ?? []), { at: now, bytes: event.received }]
    .filter(sample => now - sample.at <= SPEED_MILLIS));
  if (event.state === 'finished') {
    announce(`${event.name} is attached`);
  }
  renderUploads();
  return event.state !== 'open' || !sessions.some(session => session.id === event.id);
}

/** After a request that failed on its way, only the tree knows how much was kept of it. */
export function uploadFailed() {
  received.clear();
}

/** Draws what there is; time alone makes sessions idle and lets them expire. */
export function renderUploads() {
  const now = emulatorNow();
  const isIdle = session => now - Date.parse(active.get(session.id) ?? session.active) > IDLE_MILLIS || isExpired(session, now);
  const moving = sessions.filter(session => !isIdle(session));
  const idle = sessions.filter(isIdle);
  byId('no-uploads').hidden = moving.length > 0;
  byId('idle-part').hidden = idle.length === 0;
  reconcile(byId('upload-list'), moving, session => session.id, make, update);
  reconcile(byId('idle-list'), idle, session => session.id, make, update);
}

function isExpired(session, now) {
  return now >= Date.parse(session.expires);
}

function make(session) {
  const bar = element('div', {
    class: 'bar', role: 'progressbar', 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-label': session.name,
  }, element('div', { class: 'fill' }));
  return element('li', { class: 'upload' },
    foreign('strong', session.name, { class: 'name' }),
    foreign('span', `to ${session.subject}`, { class: 'muted' }),
    bar,
    element('span', { class: 'amount' }),
    element('span', { class: 'percent' }),
    element('span', { class: 'expiry hint' }));
}

function update(row, session) {
  const done = received.get(session.id) ?? session.received;
  const percent = Math.floor(100 * done / Math.max(1, session.size));
  const amount = `${roughBytes(done)} of ${roughBytes(session.size)}`;
  const bar = row.querySelector('.bar');
  bar.setAttribute('aria-valuenow', percent);
  bar.setAttribute('aria-valuetext', amount);
  bar.firstChild.style.inlineSize = `${percent}%`;
  row.querySelector('.amount').textContent = [amount, ...speed(session)].join(' · ');
  row.querySelector('.percent').textContent = `${percent} %`;
  row.querySelector('.expiry').textContent = expiry(session);
}

function speed(session) {
  const known = (samples.get(session.id) ?? []).filter(sample => performance.now() - sample.at <= SPEED_MILLIS);
  const [first, last] = [known[0], known.at(-1)];
  return known.length < 2 || last.at === first.at || last.bytes <= first.bytes
    ? [] : [`${roughBytes(Math.round((last.bytes - first.bytes) / (last.at - first.at) * 1000))}/s`];
}

function expiry(session) {
  const now = emulatorNow();
  const since = Math.floor((now - Date.parse(active.get(session.id) ?? session.active)) / 1000);
  const idle = since * 1000 > IDLE_MILLIS ? [`nothing came for ${span(since)}`] : [];
  const left = Math.floor((Date.parse(session.expires) - now) / 1000);
  return [...idle, left <= 0 ? 'expired' : `expires in ${span(left)}`].join(', ');
}

/** Seconds in the words that say most. */
function span(seconds) {
  return seconds < 90 ? `${seconds} s` : seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
