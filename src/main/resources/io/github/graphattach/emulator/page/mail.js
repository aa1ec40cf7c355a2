// A mail's HTML in a frame of its own, without anything that runs and anything that is loaded from elsewhere.
//
// What is known to be harmless is copied, element by element, out of a document in which nothing runs or loads. The frame's
// sandbox and its policy would stop what got through all the same.

import { element } from './dom.js';

const ELEMENTS = new Set(['a', 'abbr', 'address', 'article', 'aside', 'b', 'bdi', 'bdo', 'big', 'blockquote', 'br', 'caption',
  'center', 'cite', 'code', 'col', 'colgroup', 'dd', 'del', 'details', 'dfn', 'div', 'dl', 'dt', 'em', 'figcaption', 'figure',
  'font', 'footer', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'hr', 'i', 'img', 'ins', 'kbd', 'li', 'main', 'mark', 'ol', 'p',
  'pre', 'q', 's', 'samp', 'section', 'small', 'span', 'strike', 'strong', 'style', 'sub', 'summary', 'sup', 'table', 'tbody',
  'td', 'tfoot', 'th', 'thead', 'time', 'tr', 'tt', 'u', 'ul', 'var']);

/** With all that is in them. Of any other element only the content stays. */
const DROPPED = new Set(['script', 'noscript', 'template', 'iframe', 'frame', 'frameset', 'object', 'embed', 'applet', 'audio',
  'video', 'canvas', 'svg', 'math', 'title', 'select', 'textarea', 'button']);

const ATTRIBUTES = new Set(['align', 'alt', 'bgcolor', 'border', 'cellpadding', 'cellspacing', 'class', 'color', 'colspan', 'dir',
  'face', 'height', 'hspace', 'lang', 'rowspan', 'size', 'start', 'style', 'title', 'type', 'valign', 'vspace', 'width']);

/** What a style sheet could fetch with. A backslash may hide any of it. */
const FETCHING = /url\s*\(|@import|image-set|image\s*\(|src\s*\(|\\/i;

const URLS = /url\s*\([^)]*\)/gi;

const PICTURE = /^data:image\/(png|jpeg|gif|webp|bmp)[;,]/i;

/**
 * A frame with the mail in it. Attachments are where its pictures come from; the listener is told the text of the mail, and how
 * much was left out, once the frame has it.
 */
export function mailFrame(html, attachments, shown) {
  const frame = element('iframe', {
    class: 'mail', title: 'The mail as HTML', sandbox: 'allow-same-origin', src: '/_emulator/page/mail.html',
  });
  frame.addEventListener('load', () => {
    const page = frame.contentDocument;
    const mail = new Mail(page, attachments);
    page.body.replaceChildren(...mail.copies(new DOMParser().parseFromString(quietened(html), 'text/html').documentElement));
    const fit = () => { frame.style.blockSize = `${page.documentElement.scrollHeight + 2}px`; };
    fit();
    // Each picture that has come makes the mail higher.
    page.addEventListener('load', fit, true);
    shown(page.body.innerText, mail.leftOut);
  }, { once: true });
  return frame;
}

const TAG = /<[a-z](?:"[^"]*"|'[^']*'|[^"'>])*>/gi;

const HEEDED = /("[^"]*"|'[^']*')|([\s/])(style|on\w+)(?=\s*=)/gi;

/**
 * The browser judges styles and handlers by the page's policy already while it reads them, and writes each into the console.
 * Under other names it does not heed them. What this overlooks is left out, or judged, later all the same.
 */
function quietened(html) {
  return html
    .replace(/(<\/?)(base|style)\b/gi, '$1x-$2')
    .replace(TAG, tag => tag.replace(HEEDED, (whole, quoted, before, name) => (quoted === undefined ? `${before}x-${name}` : whole)));
}

/** One mail while it is copied. */
class Mail {
  /** How many pictures and styles would have been loaded, and how many elements would have run or shown something else. */
  leftOut = { remote: 0, active: 0 };

  constructor(page, attachments) {
    this.page = page;
    this.pictures = new Map(attachments
      .filter(attachment => attachment.contentId !== '')
      .map(attachment => [bare(attachment.contentId), attachment.picture]));
  }

  /** Harmless copies of what is in an element. */
  copies(source) {
    return [...source.childNodes].flatMap(node => this.copy(node));
  }

  copy(node) {
    if (node.nodeType === Node.TEXT_NODE) {
      return [this.page.createTextNode(node.data)];
    }
    if (node.nodeType !== Node.ELEMENT_NODE) {
      return [];
    }
    const name = ownName(node.localName);
    if (DROPPED.has(name)) {
      this.leftOut.active++;
      return [];
    }
    if (name === 'img') {
      return [this.picture(node)];
    }
    if (name === 'style') {
      return [this.made('style', node, this.harmless(node.textContent))];
    }
    return ELEMENTS.has(name) ? [this.made(name, node, ...this.copies(node))] : this.copies(node);
  }

  made(name, source, ...children) {
    const made = this.page.createElement(name);
    for (const { name: given, value } of source.attributes) {
      const attribute = ownName(given);
      if (ATTRIBUTES.has(attribute)) {
        made.setAttribute(attribute, attribute === 'style' ? this.harmless(value) : value);
      } else if (attribute.startsWith('on')) {
        this.leftOut.active++;
      }
    }
    // A link leads nowhere from here; where it would lead is to be read.
    if (name === 'a' && source.hasAttribute('href')) {
      made.title = source.getAttribute('href');
    }
    made.append(...children);
    return made;
  }

  picture(source) {
    const address = source.getAttribute('src') ?? '';
    const known = this.pictures.get(bare(address.replace(/^cid:/i, '')));
    if (/^cid:/i.test(address) && known !== undefined) {
      const made = this.made('img', source);
      made.src = known;
      return made;
    }
    if (PICTURE.test(address)) {
      const made = this.made('img', source);
      made.src = address;
      return made;
    }
    this.leftOut.remote++;
    const gap = this.page.createElement('span');
    gap.className = 'not-loaded';
    gap.title = address.slice(0, 500);
    gap.textContent = source.getAttribute('alt') || 'picture';
    return gap;
  }

  /** A style without what it would fetch. */
  harmless(style) {
    const without = style.replace(URLS, 'none');
    if (without !== style) {
      this.leftOut.remote++;
    }
    return FETCHING.test(without) ? '' : without;
  }
}

function ownName(name) {
  return name.replace(/^x-/, '');
}

/** A content id as it is written in a header has angle brackets, in an address it may be percent-encoded. */
function bare(contentId) {
  const id = contentId.replace(/^<|>$/g, '');
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
