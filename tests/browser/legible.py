"""What a thumb and an eye need: targets that can be hit, words that stand whole."""

from __future__ import annotations

from playwright.sync_api import Page

# A link inside a sentence keeps to its line (as WCAG 2.5.8 allows); a row of links is no sentence.
SMALL_TARGETS = """least => {
  const seen = part => { const box = part.getBoundingClientRect(); return box.width > 1 && box.height > 1; };
  const inSentence = part => {
    const block = part.closest('p, li, dd, td, div');
    if (part.tagName !== 'A' || getComputedStyle(part).display !== 'inline') return false;
    const links = [...block.querySelectorAll('a')].map(link => link.textContent).join('');
    return block.textContent.replace(/\\s/g, '').length - links.replace(/\\s/g, '').length > 15;
  };
  const height = part => {
    const boxes = [part, ...(part.labels || [])].map(one => one.getBoundingClientRect());
    const whole = getComputedStyle(part, '::after');
    const stretched = whole.position === 'absolute' ? parseFloat(whole.height) || 0 : 0;
    return Math.max(stretched, ...boxes.map(box => box.height));
  };
  const over = (one, other) => {
    const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
    return Math.min(a.right, b.right) - Math.max(a.left, b.left) > 4
      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 12;
  };
  const targets = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
  const all = [...document.querySelectorAll(targets)].filter(part => seen(part) && !inSentence(part));
  return [
    ...all.filter(part => height(part) < least - 0.5 && !part.closest('.wbv-skip'))
      .map(part => `only ${Math.round(height(part))} px high: ${part.outerHTML.slice(0, 120)}`),
    ...all.filter((part, place) => place && part.closest('main') && over(part, all[place - 1]))
      .map(part => `lies over the one before it: ${part.outerHTML.slice(0, 120)}`),
  ];
}"""

# A word may be parted at a hyphen, and where it is longer than any column of a phone is wide; an address
# (https://…) is no word and parts anywhere.
BROKEN_WORDS = """longest => {
  const found = [], range = document.createRange();
  const clipped = style => style.clipPath !== 'none' || style.clip !== 'auto';
  const hidden = part => part && (clipped(getComputedStyle(part)) || hidden(part.parentElement));
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const part = node.parentElement;
    if (part.closest('script, style, template, noscript, textarea, svg') || hidden(part)) continue;
    const text = node.data.replace(/\\S+:\\/\\/\\S+/g, address => ' '.repeat(address.length));
    for (const word of text.matchAll(/[^\\s\u2013\\/-]+/gu)) {
      if (word[0].length > longest) continue;
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const boxes = [...range.getClientRects()].filter(box => box.width > 0.5);
      const where = part.outerHTML.slice(0, 120);
      const lines = new Set(boxes.map(box => Math.round(box.top)));
      if (lines.size > 1) found.push(`"${word[0]}" is broken: ${where}`);
      const card = part.closest('.kern-btn, .kern-badge, td, th, .wbv-karte');
      const over = card && range.getBoundingClientRect().right - card.getBoundingClientRect().right;
      if (over > 1) found.push(`"${word[0]}" sticks out by ${Math.round(over)} px: ${where}`);
    }
  }
  return found;
}"""
LEAST = 44  # px, for a thumb
LONGEST = 20  # letters; "Qualifizierungschancengesetz" has more


def illegible(page: Page, *, thumb: bool) -> list[str]:
    """What is too small to tap (for a thumb), and which words are broken or cut, as the page stands now."""
    small: list[str] = page.evaluate(SMALL_TARGETS, LEAST) if thumb else []
    broken: list[str] = page.evaluate(BROKEN_WORDS, LONGEST)
    return small + broken
