// The week of the calendars: what takes place on each day, with what a series has of it.

import { byId, element, foreign, reconcile, visible } from './dom.js';
import { emulatorNow, readClock } from './clock.js';
import { ask } from './live.js';
import { read } from './reader.js';

const DAY_MILLIS = 86_400_000;

/** The monday of the week that is shown, at midnight here; nothing until the emulator's clock is known. */
let monday;

let today = '';

let events = [];

/** Lets the buttons work, which ask for another week by that function. */
export function prepareCalendar(readCalendar) {
  const move = days => () => {
    monday = new Date(monday.getFullYear(), monday.getMonth(), monday.getDate() + days);
    readCalendar();
  };
  byId('week-before').addEventListener('click', move(-7));
  byId('week-after').addEventListener('click', move(7));
  byId('week-now').addEventListener('click', () => {
    monday = undefined;
    readCalendar();
  });
  byId('calendar-owner').addEventListener('change', render);
  byId('week-zone').textContent = `Times in ${Intl.DateTimeFormat().resolvedOptions().timeZone}, the zone of this browser.`;
}

/** Asks what is in the week. The emulator's clock says which is the present one. */
export async function readCalendar() {
  await readClock();
  const now = new Date(emulatorNow());
  today = dateOf(now);
  monday ??= mondayOf(now);
  // Whole days are days of another zone, and may be a day early or late here.
  const from = new Date(monday.getTime() - DAY_MILLIS).toISOString();
  const to = new Date(day(7).getTime() + DAY_MILLIS).toISOString();
  events = await ask('GET', `calendarView?startDateTime=${from}&endDateTime=${to}`);
  render();
}

function mondayOf(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - (date.getDay() + 6) % 7);
}

function day(index) {
  return new Date(monday.getFullYear(), monday.getMonth(), monday.getDate() + index);
}

/** A date as ISO 8601 has it, of the time here. */
function dateOf(date) {
  const two = number => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function render() {
  showOwners();
  byId('week-title').textContent = `Week of ${monday.toLocaleDateString('en-GB', { dateStyle: 'long' })}.`;
  const owner = byId('calendar-owner').value;
  const wanted = events.filter(event => owner === '' || event.mailbox === owner);
  const days = [0, 1, 2, 3, 4, 5, 6].map(index => {
    const [start, end] = [day(index), day(index + 1)];
    return { start, end, events: wanted.filter(event => isOn(event, start, end)) };
  });
  reconcile(byId('week'), days, ({ start }) => dateOf(start), makeDay, updateDay);
}

/** Who has but one mailbox has nothing to choose. */
function showOwners() {
  const owners = [...new Set(events.map(event => event.mailbox))].sort();
  const select = byId('calendar-owner');
  const chosen = select.value;
  if (owners.join('\n') !== [...select.options].slice(1).map(option => option.value).join('\n')) {
    select.replaceChildren(element('option', { value: '' }, 'all'),
      ...owners.map(owner => element('option', { value: owner }, visible(owner))));
    select.value = owners.includes(chosen) ? chosen : '';
  }
  byId('calendar-owner-label').hidden = owners.length < 2;
}

function isOn(event, start, end) {
  if (event.isAllDay) {
    return event.startDate <= dateOf(start) && dateOf(start) < event.endDate;
  }
  const [from, to] = [new Date(event.start), new Date(event.end)];
  return from < end && (to > start || (from >= start && to.getTime() === from.getTime()));
}

function makeDay({ start }) {
  const title = start.toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
  return element('li', { class: 'day' }, element('h3', {}, title), element('ul', { class: 'plain' }));
}

function updateDay(row, { start, events: ofDay }) {
  row.classList.toggle('today', dateOf(start) === today);
  // What is different is another entry.
  reconcile(row.querySelector('ul'), ofDay, JSON.stringify, event => makeHappening(event));
}

function makeHappening(event) {
  const kind = event.isCancelled ? 'cancelled' : event.type;
  const open = element('button', { type: 'button', class: 'read', onclick: () => read(event.path) }, foreign('span', event.subject));
  return element('li', { class: `happening ${kind}` },
    element('span', { class: 'when' }, when(event)),
    element('h4', {}, open, ...tags(event).flatMap(tag => [' ', element('span', { class: `tag ${kind}` }, tag)])),
    foreign('p', `${event.mailbox} › ${event.calendar}`, { class: 'hint' }),
    ...(event.attachments.length === 0 ? [] : [
      element('ul', { class: 'files', 'aria-label': 'Attachments' }, ...event.attachments.map(name => foreign('li', name)))]));
}

function when(event) {
  return event.isAllDay ? 'all day' : `${timeOf(event.start)} – ${timeOf(event.end)}`;
}

function timeOf(instant) {
  return new Date(instant).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

function tags(event) {
  return [
    ...(event.type === 'occurrence' ? ['series'] : []),
    ...(event.type === 'exception' ? ['exception'] : []),
    ...(event.movedFrom === undefined ? [] : [`moved from ${movedFrom(event)}`]),
    ...(event.isCancelled ? ['cancelled'] : []),
  ];
}

function movedFrom(event) {
  return new Date(event.movedFrom)
    .toLocaleString('en-GB', { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
}
