// The message or the event that somebody reads, in a dialog: what it says, its headers, its files, its JSON.

import { byId, complain, copyButton, element, foreign, reconcile, visible, visibleLines } from './dom.js';
import { ask } from './live.js';
import { attachmentRow } from './attachments.js';
import { mailFrame } from './mail.js';
import { offerTabs, prepareTabs } from './tabs.js';

/** What is open, by its path; and as it was read last. */
let path = '';
let shown = '';

/** Lets the dialog work. */
export function prepareReader() {
  prepareTabs(byId('reader-tabs'));
  byId('reader-close').addEventListener('click', () => byId('reader').close());
  byId('reader').addEventListener('close', () => {
    path = '';
    byId('reader-html').replaceChildren();
  });
}

/** Opens an item of that path. */
export async function read(itemPath) {
  path = itemPath;
  shown = '';
  await readAgain();
  if (path !== '') {
    byId('reader').showModal();
  }
}

/** Reads again what is open; what has gone meanwhile is closed. */
export async function readAgain() {
  const asked = path;
  if (asked === '') {
    return;
  }
  try {
    const answer = await ask('GET', `items/${encodeURIComponent(asked)}`);
    // Only what is different now is drawn again, or the reader would lose the place.
    if (asked === path && JSON.stringify(answer) !== shown) {
      shown = JSON.stringify(answer);
      show(answer);
    }
  } catch {
    path = '';
    byId('reader').close();
    complain(`${asked} is not there any more.`);
  }
}

function show({ kind, item, attachments }) {
  byId('reader-title').textContent = visible(item.subject || '(no subject)');
  byId('reader-facts').replaceChildren(...entries(kind === 'message' ? mailFacts(item) : eventFacts(item)));
  const id = foreign('code', item.id);
  byId('reader-id').replaceChildren(id, ' ', copyButton('the id', () => item.id, () => id));
  showBody(item.body ?? { contentType: 'text', content: '' }, attachments);
  byId('reader-headers').replaceChildren(list(headers(item)));
  byId('reader-json').replaceChildren(element('pre', {}, visibleLines(JSON.stringify(item, null, 2))));
  byId('reader-no-files').hidden = attachments.length > 0;
  reconcile(byId('reader-files'), attachments, attachment => attachment.id, attachmentRow);
  byId('tab-files').firstChild.textContent = `Files (${attachments.length})`;
}

function showBody(body, attachments) {
  const isHtml = body.contentType.toLowerCase() === 'html';
  offerTabs(byId('reader-tabs'),
    [...(isHtml ? ['tab-html'] : []), 'tab-text', 'tab-headers', 'tab-files', 'tab-json']);
  byId('reader-html').replaceChildren();
  if (isHtml) {
    showText('');
    const note = element('p', { class: 'hint', hidden: '' });
    byId('reader-html').append(note, mailFrame(body.content, attachments, (text, leftOut) => {
      showText(text);
      note.hidden = leftOut.remote + leftOut.active === 0;
      note.textContent = said(leftOut);
    }));
  } else {
    showText(body.content);
  }
}

function said({ remote, active }) {
  return [
    ...(remote > 0 ? [`${remote} pictures or styles from elsewhere are not loaded.`] : []),
    ...(active > 0 ? [`${active} scripts and the like are left out.`] : []),
  ].join(' ');
}

function showText(text) {
  const pre = text === '' ? element('p', { class: 'hint' }, 'The body is empty.') : element('pre', {}, visibleLines(text));
  byId('reader-text').replaceChildren(pre);
}

function mailFacts(item) {
  return [
    ['From', address(item.from)],
    ['To', addresses(item.toRecipients)],
    ['Cc', addresses(item.ccRecipients)],
    ['Bcc', addresses(item.bccRecipients)],
    ['Date', item.isDraft ? `draft of ${time(item.createdDateTime)}` : time(item.receivedDateTime)],
  ];
}

function eventFacts(item) {
  return [
    ['Start', eventTime(item.start, item.isAllDay)],
    ['End', eventTime(item.end, item.isAllDay)],
    ['Zone', item.originalStartTimeZone],
    ['Place', item.location?.displayName],
    ['Organizer', address(item.organizer)],
    ['Attendees', addresses(item.attendees)],
    ['Kind', item.type],
  ];
}

function headers(item) {
  return [
    ['From', address(item.from)],
    ['Sender', address(item.sender)],
    ['To', addresses(item.toRecipients)],
    ['Cc', addresses(item.ccRecipients)],
    ['Bcc', addresses(item.bccRecipients)],
    ['Reply-To', addresses(item.replyTo)],
    ['Subject', item.subject],
    ['Date', item.sentDateTime],
    ['Message-ID', item.internetMessageId],
    ['iCalendar UID', item.iCalUId],
    ['Importance', item.importance],
    ...(item.internetMessageHeaders ?? []).map(header => [header.name, header.value]),
  ];
}

function address(recipient) {
  const { name = '', address: at = '' } = recipient?.emailAddress ?? {};
  return name === '' || name === at ? at : `${name} <${at}>`;
}

function addresses(recipients) {
  return (recipients ?? []).map(address).join(', ');
}

function time(text) {
  return text === undefined ? '' : new Date(text).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
}

function eventTime(at, isAllDay) {
  const text = (at?.dateTime ?? '').replace('T', ' ').replace(/\.0+$/, '');
  return isAllDay ? text.slice(0, 10) : `${text} ${at?.timeZone ?? ''}`;
}

function list(facts) {
  return element('dl', {}, ...entries(facts));
}

function entries(facts) {
  return facts
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .flatMap(([name, value]) => [foreign('dt', name), foreign('dd', value)]);
}
