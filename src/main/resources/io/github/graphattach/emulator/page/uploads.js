// Upload sessions in progress, each with a bar.

import { announce, byId, element, foreign, reconcile, roughBytes } from './dom.js';

/** As the tree of mailboxes has them: each with the item that it is for. */
let sessions = [];

/** What events have said since, by session: they tell of ranges that are still coming in. */
const received = new Map();

/** Takes the sessions of the tree; what events said of sessions that are gone is forgotten. */
export function showUploads(current) {
  sessions = current;
  const ids = new Set(current.map(session => session.id));
  [...received.keys()].filter(id => !ids.has(id)).forEach(id => received.delete(id));
  render();
}

/** Takes an event; {@code true} if the tree has to be asked for news too. */
export function uploadAdvanced(event) {
  received.set(event.id, event.received);
  if (event.state === 'finished') {
    announce(`${event.name} is attached`);
  }
  render();
  return event.state !== 'open' || !sessions.some(session => session.id === event.id);
}

/** After a request that failed on its way, only the tree knows how much was kept of it. */
export function uploadFailed() {
  received.clear();
}

function render() {
  byId('no-uploads').hidden = sessions.length > 0;
  reconcile(byId('upload-list'), sessions, session => session.id, make, update);
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
    element('span', { class: 'percent' }));
}

function update(row, session) {
  const done = received.get(session.id) ?? session.received;
  const percent = Math.floor(100 * done / Math.max(1, session.size));
  const amount = `${roughBytes(done)} of ${roughBytes(session.size)}`;
  const bar = row.querySelector('.bar');
  bar.setAttribute('aria-valuenow', percent);
  bar.setAttribute('aria-valuetext', amount);
  bar.firstChild.style.inlineSize = `${percent}%`;
  row.querySelector('.amount').textContent = amount;
  row.querySelector('.percent').textContent = `${percent} %`;
}
