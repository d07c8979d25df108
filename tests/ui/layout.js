// What a picture of the page would show to be wrong: called by tests/ui/run,
// gives a list of sentences.
(() => {
  const wrong = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth)
    wrong.push(`the page is ${root.scrollWidth} wide, not ${root.clientWidth}`);

  // Texts of a picture lie in it, and not on each other.
  for (const svg of document.querySelectorAll('svg')) {
    if (svg.getBoundingClientRect().width === 0) continue;
    const box = svg.viewBox.baseVal;
    const texts = [...svg.querySelectorAll('text')].map(text => {
      const own = text.getBBox(), name = text.textContent.slice(0, 40);
      // Without the room above and below letters.
      return {name, left: own.x, right: own.x + own.width,
              top: own.y + own.height * 0.22,
              bottom: own.y + own.height * 0.82};
    });
    const title = svg.querySelector('title').textContent;
    for (const t of texts)
      if (t.left < -2 || t.right > box.width + 2 || t.top < -2 ||
          t.bottom > box.height + 2)
        wrong.push(`${title}: '${t.name}' lies outside`);
    for (let i = 0; i < texts.length; i++)
      for (let k = i + 1; k < texts.length; k++) {
        const a = texts[i], b = texts[k];
        if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1.5 &&
            Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1.5)
          wrong.push(`${title}: '${a.name}' lies on '${b.name}'`);
      }
  }

  // Colours, where one stands on the other.
  const style = getComputedStyle(document.body);
  const rgb = name => {
    const probe = document.createElement('i');
    probe.style.color = style.getPropertyValue('--' + name);
    document.body.append(probe);
    const found = getComputedStyle(probe).color.match(/[\d.]+/g).map(Number);
    probe.remove();
    return found;
  };
  const light = name => {
    const [r, g, b] = rgb(name).slice(0, 3).map(v => {
      v /= 255;
      return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const need = (front, back, least) => {
    const a = light(front), b = light(back);
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < least)
      wrong.push(`${front} on ${back}: ${ratio.toFixed(2)}, not ${least}`);
  };
  for (const back of ['card', 'page'])
    for (const front of ['ink', 'soft', 'good', 'bad', 'accent'])
      need(front, back, 4.5);
  for (const back of ['ask1', 'ask2', 'ask3', 'ask4', 'track'])
    need('ink', back, 4.5);
  for (let i = 0; i < 8; i++) {
    need('on', 'hue' + i, 4.5);
    need('hue' + i, 'card', 3);
  }
  for (const back of ['day-good', 'day-bad']) {
    need('on-day', back, 4.5);
    need(back, 'card', 3);
  }
  for (const front of ['edge', 'bar', 'bar-good', 'bar-bad'])
    need(front, 'card', 3);

  // The keyboard comes by the skip link first, and it is then seen.
  const skip = document.querySelector('a.skip');
  skip.focus();
  if (skip.getBoundingClientRect().left < 0)
    wrong.push('the skip link is not seen when it has the focus');
  skip.blur();
  return wrong;
})()
