// An attachment as lists show it.

import { deleteButton } from './deleting.js';
import { copyButton, element, exactBytes, foreign } from './dom.js';

const SHORT_HASH = 12;

/** A row with the attachment's name, what is known of it, and a way to save it. */
export function attachmentRow(attachment) {
  const hash = element('code', {}, `${attachment.sha256.slice(0, SHORT_HASH)}…`);
  const whole = element('button', { type: 'button', class: 'hash', 'aria-expanded': 'false' }, 'SHA-256 ', hash);
  whole.addEventListener('click', () => {
    const expand = whole.getAttribute('aria-expanded') === 'false';
    whole.setAttribute('aria-expanded', expand);
    hash.textContent = expand ? attachment.sha256 : `${attachment.sha256.slice(0, SHORT_HASH)}…`;
  });
  return element('li', { class: 'attachment' },
    foreign('strong', attachment.name, { class: 'name' }),
    element('span', { class: 'buttons' },
      element('a', { class: 'download', href: attachment.content, download: '' },
        'Download', foreign('span', ` ${attachment.name}`, { class: 'hidden' })),
      ' ', deleteButton(attachment.name, attachment.content.replace('/_emulator/', ''))),
    element('p', { class: 'facts' },
      element('span', {}, exactBytes(attachment.length)),
      foreign('span', attachment.contentType),
      ...(attachment.isInline ? [foreign('span', `inline as ${attachment.contentId}`)] : []),
      element('span', { class: 'sum' }, whole, copyButton('the SHA-256', () => attachment.sha256, () => hash))));
}
