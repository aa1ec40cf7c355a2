// Drafts and events made with a button.

import { announce, byId, complain } from './dom.js';
import { ask } from './live.js';
import { emulatorNow } from './clock.js';

const HOUR_MILLIS = 3_600_000;

/** Lets the two buttons open the form, and the form make what it says. */
export function prepareMaking() {
  const dialog = byId('making');
  byId('new-draft').addEventListener('click', () => open('draft'));
  byId('new-event').addEventListener('click', () => open('event'));
  byId('making-cancel').addEventListener('click', () => dialog.close());
  byId('making-form').addEventListener('submit', event => {
    event.preventDefault();
    make();
  });
}

function open(kind) {
  const dialog = byId('making');
  dialog.dataset.kind = kind;
  byId('making-title').textContent = kind === 'draft' ? 'New draft' : 'New event';
  byId('making-of-draft').hidden = kind !== 'draft';
  byId('making-of-event').hidden = kind !== 'event';
  const next = new Date(Math.ceil(emulatorNow() / HOUR_MILLIS) * HOUR_MILLIS);
  byId('making-start').value = wallTime(next);
  dialog.showModal();
  byId('making-subject').focus();
}

/** The time on the wall here, as forms have it. */
function wallTime(date) {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

async function make() {
  const isDraft = byId('making').dataset.kind === 'draft';
  try {
    const { path } = isDraft ? await ask('POST', 'messages', draft()) : await ask('POST', 'events', event());
    byId('making').close();
    byId('making-form').reset();
    announce(`${path} is there`);
  } catch (error) {
    byId('making').close();
    complain(`It was not made: ${error.message}`);
  }
}

function common() {
  return { mailbox: byId('making-mailbox').value.trim(), subject: byId('making-subject').value };
}

function draft() {
  const to = byId('making-to').value.split(/[,;\s]+/).filter(address => address !== '');
  return { ...common(), toRecipients: to.map(address => ({ emailAddress: { address } })) };
}

function event() {
  const start = byId('making-start').value;
  const minutes = Number(byId('making-minutes').value);
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const at = time => ({ dateTime: `${time}:00`, timeZone });
  return {
    ...common(),
    start: at(start),
    end: at(wallTime(new Date(new Date(start).getTime() + minutes * 60_000))),
    ...recurrence(start.slice(0, 10)),
  };
}

function recurrence(startDate) {
  const type = byId('making-repeats').value;
  const numberOfOccurrences = Number(byId('making-times').value);
  const day = new Date(`${startDate}T12:00:00Z`).toLocaleDateString('en-US', { weekday: 'long', timeZone: 'UTC' }).toLowerCase();
  const pattern = { type, interval: 1, ...(type === 'weekly' ? { daysOfWeek: [day] } : {}) };
  return type === '' ? {} : { recurrence: { pattern, range: { type: 'numbered', startDate, numberOfOccurrences } } };
}
