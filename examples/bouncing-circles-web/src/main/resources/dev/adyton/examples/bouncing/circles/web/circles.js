'use strict';

// The circles as the server tells them; nothing here is thought up by the page.
const model = {width: 700, height: 500, paused: false, most: 0, circles: [], positions: new Map(), trails: new Map()};

const byId = id => document.getElementById(id);
const canvas = byId('canvas');
const lessMotion = matchMedia('(prefers-reduced-motion: reduce)');
const darkness = matchMedia('(prefers-color-scheme: dark)');

const TRAIL = 18;
const NUMBER_OF_DIGITS = 8;

/* ---- drawing ---- */

const colors = {};
let dirty = true;
let lastDrawn = 0;

function readColors() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ['surface', 'grid', 'lost', 'text', 'quiet']) {
    colors[name] = style.getPropertyValue('--' + name).trim();
  }
  dirty = true;
}

// As many pixels as the screen has where the canvas is, however large it is shown.
function fitCanvas() {
  canvas.style.aspectRatio = model.width + ' / ' + model.height;
  const scale = devicePixelRatio || 1;
  const width = Math.max(1, Math.round(canvas.clientWidth * scale));
  const height = Math.max(1, Math.round(canvas.clientHeight * scale));
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  dirty = true;
}

function drawGrid(context) {
  context.fillStyle = colors.surface;
  context.fillRect(0, 0, model.width, model.height);
  context.strokeStyle = colors.grid;
  context.lineWidth = 1;
  context.beginPath();
  for (let x = 50; x < model.width; x += 50) {
    context.moveTo(x, 0);
    context.lineTo(x, model.height);
  }
  for (let y = 50; y < model.height; y += 50) {
    context.moveTo(0, y);
    context.lineTo(model.width, y);
  }
  context.stroke();
}

function disc(context, x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
}

function drawTrail(context, circle, at) {
  const trail = model.trails.get(circle.number) || [];
  context.fillStyle = at.fill;
  trail.forEach(([x, y, radius], age) => {
    context.globalAlpha = 0.10 * (age + 1) / TRAIL;
    disc(context, x, y, radius);
    context.fill();
  });
  context.globalAlpha = 1;
}

function drawCircle(context, circle, at) {
  const lives = circle.state === 'running';
  if (lives) {
    drawTrail(context, circle, at);
  }
  context.fillStyle = lives ? at.fill : colors.lost;
  context.globalAlpha = lives ? 0.92 : 0.35;
  disc(context, at.x, at.y, at.radius);
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 2;
  context.strokeStyle = lives ? at.fill : colors.lost;
  context.setLineDash(lives ? [] : [5, 5]);
  disc(context, at.x, at.y, Math.max(0, at.radius - 1));
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = lives ? '#ffffff' : colors.quiet;
  context.font = '600 ' + Math.max(9, Math.min(18, at.radius * 0.7)) + 'px system-ui, sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(circle.number, at.x, at.y + 1);
}

function draw(now) {
  requestAnimationFrame(draw);
  if (!dirty || lessMotion.matches && now - lastDrawn < 1000) {
    return;
  }
  dirty = false;
  lastDrawn = now;
  const context = canvas.getContext('2d');
  context.setTransform(canvas.width / model.width, 0, 0, canvas.height / model.height, 0, 0);
  drawGrid(context);
  for (const circle of model.circles) {
    const at = model.positions.get(circle.number);
    if (at) {
      drawCircle(context, circle, at);
    }
  }
  fadeTrails();
}

// A trail is as long as the circle is fast; of a circle that stands it is gone after a moment.
function fadeTrails() {
  for (const trail of model.trails.values()) {
    if (trail.length > 0) {
      trail.shift();
      dirty = true;
    }
  }
}

/* ---- what the server tells ---- */

const arrivals = [];

function onFrame(frame) {
  const now = performance.now();
  arrivals.push(now);
  const seen = new Set();
  for (const [number, x, y, radius, fill] of frame) {
    seen.add(number);
    const before = model.positions.get(number);
    if (before && !lessMotion.matches && (before.x !== x || before.y !== y)) {
      const trail = model.trails.get(number) || [];
      trail.push([before.x, before.y, before.radius], [(before.x + x) / 2, (before.y + y) / 2, before.radius]);
      model.trails.set(number, trail.slice(-TRAIL));
    }
    model.positions.set(number, {x, y, radius, fill});
  }
  for (const number of model.positions.keys()) {
    if (!seen.has(number)) {
      model.positions.delete(number);
      model.trails.delete(number);
    }
  }
  dirty = true;
}

function showRate() {
  const now = performance.now();
  while (arrivals.length > 0 && now - arrivals[0] > 2000) {
    arrivals.shift();
  }
  const since = arrivals.length > 1 ? now - arrivals[0] : 0;
  const rate = since > 300 ? (arrivals.length - 1) * 1000 / since : 0;
  byId('rate').textContent = rate.toFixed(rate > 0 && rate < 10 ? 1 : 0);
}

function milliseconds(micros) {
  return micros === undefined ? '–' : (micros / 1000).toFixed(micros < 10000 ? 2 : 0) + ' ms';
}

function clock(seconds) {
  const two = number => String(number).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return (hours > 0 ? hours + ':' + two(minutes) : minutes) + ':' + two(seconds % 60);
}

function onNumbers(numbers) {
  byId('p50').textContent = milliseconds(numbers.p50);
  byId('p99').textContent = milliseconds(numbers.p99);
  byId('elapsed').textContent = clock(numbers.elapsed);
  for (const [number, calls] of numbers.calls) {
    const card = cards.get(number);
    if (card) {
      card.querySelector('[data-fact=calls]').textContent = calls.toLocaleString('en-US');
    }
  }
}

function onState(state) {
  Object.assign(model, state);
  tellChanges(state.circles);
  showCards(state.circles);
  byId('pause').querySelector('span').textContent = state.paused ? 'Go on' : 'Pause';
  byId('pause').setAttribute('aria-pressed', state.paused);
  byId('add').disabled = state.circles.length >= state.most;
  byId('remove').disabled = state.circles.length === 0;
  byId('count').textContent = '(' + state.circles.length + ')';
  const lost = state.circles.filter(circle => circle.state === 'lost').length;
  canvas.setAttribute('aria-label', state.circles.length + ' circles' + (lost > 0 ? ', ' + lost + ' of them lost' : '')
      + (state.paused ? ', paused' : ''));
  fitCanvas();
  if (state.width === undefined) {
    start();
  }
}

/* ---- cards ---- */

const cards = new Map();
const states = new Map();

function tellChanges(circles) {
  const news = [];
  for (const circle of circles) {
    const before = states.get(circle.number);
    if (before !== undefined && before !== circle.state) {
      news.push(circle.name + (circle.state === 'lost' ? ' is lost: ' + circle.reason : ' is ' + circle.state));
    }
    states.set(circle.number, circle.state);
  }
  if (news.length > 0) {
    byId('news').textContent = news.join('. ');
  }
}

function newCard(number) {
  const card = byId('enclave').content.firstElementChild.cloneNode(true);
  card.querySelector('.copy').addEventListener('click', () => copy(card));
  for (const button of card.querySelectorAll('[data-does]')) {
    button.addEventListener('click', () => post('/' + button.dataset.does + '?circle=' + number));
  }
  return card;
}

function showCards(circles) {
  for (const [number, card] of cards) {
    if (!circles.some(circle => circle.number === number)) {
      card.remove();
      cards.delete(number);
      states.delete(number);
    }
  }
  for (const circle of circles) {
    let card = cards.get(circle.number);
    if (!card) {
      card = newCard(circle.number);
      cards.set(circle.number, card);
      byId('enclaves').append(card);
    }
    showCard(card, circle);
  }
}

function showCard(card, circle) {
  const lost = circle.state === 'lost';
  card.classList.toggle('lost', lost);
  card.dataset.state = circle.state;
  card.dataset.measurement = circle.measurement;
  card.querySelector('h3').textContent = circle.name;
  card.querySelector('.swatch').style.backgroundColor = lost ? 'var(--lost)' : circle.color;
  const badge = card.querySelector('.badge');
  badge.textContent = circle.state;
  badge.className = 'badge ' + circle.state;
  const reason = card.querySelector('.reason');
  reason.hidden = !lost;
  reason.textContent = lost ? circle.reason + '. Comes back by itself.' : '';
  card.querySelector('[data-fact=where]').textContent = circle.backend + ', ' + circle.place;
  card.querySelector('[data-fact=platform]').textContent = circle.platform;
  card.querySelector('[data-fact=session]').textContent = circle.session;
  if (circle.state !== 'running') {
    card.querySelector('[data-fact=calls]').textContent = '0';
  }
  const copyButton = card.querySelector('.copy');
  if (!copyButton.dataset.copied) {
    copyButton.textContent = circle.measurement.slice(0, NUMBER_OF_DIGITS) + '…';
  }
  copyButton.setAttribute('aria-label', 'Measurement ' + circle.measurement.slice(0, NUMBER_OF_DIGITS) + ', copy all of it');
  for (const button of card.querySelectorAll('[data-does]')) {
    button.setAttribute('aria-label', button.textContent + ' ' + circle.name);
  }
  card.querySelector('[data-does=kill]').hidden = lost;
  card.querySelector('[data-does=kill]').disabled = circle.state !== 'running';
  card.querySelector('[data-does=restart]').hidden = !lost;
}

async function copy(card) {
  const button = card.querySelector('.copy');
  const measurement = card.dataset.measurement;
  try {
    await navigator.clipboard.writeText(measurement);
    byId('news').textContent = 'Measurement copied';
    button.dataset.copied = 'yes';
    button.textContent = 'copied';
    setTimeout(() => {
      delete button.dataset.copied;
      button.textContent = measurement.slice(0, NUMBER_OF_DIGITS) + '…';
    }, 1200);
  } catch (refused) {
    note('Measurement: ' + measurement, false);
  }
}

/* ---- what the user asks for ---- */

function note(text, bad) {
  byId('note').textContent = text;
  byId('note').classList.toggle('bad', bad);
}

async function ask(path, method) {
  try {
    const answer = await fetch(path, {method});
    note(answer.ok ? '' : (await answer.text()).trim(), true);
    return answer.ok;
  } catch (unreachable) {
    note('The server does not answer.', true);
    return false;
  }
}

const post = path => ask(path, 'POST');

let starting = false;

async function start() {
  if (!starting) {
    starting = true;
    const started = await ask('/start?width=700&height=500', 'GET');
    // Until an enclave runs again there is nobody to take the field.
    setTimeout(() => { starting = false; if (!started && model.circles.length > 0) start(); }, started ? 0 : 2000);
  }
}

const shortcuts = {p: 'pause', a: 'add', r: 'remove'};

byId('pause').addEventListener('click', () => post('/pause?on=' + !model.paused));
byId('add').addEventListener('click', () => post('/add'));
byId('remove').addEventListener('click', () => post('/remove?circle=' + model.circles.at(-1).number));
document.addEventListener('keydown', event => {
  const id = shortcuts[event.key.toLowerCase()];
  if (id && !event.ctrlKey && !event.altKey && !event.metaKey && !event.repeat && !byId(id).disabled) {
    byId(id).click();
  }
});

/* ---- the connection ---- */

let events = null;

function connection(text, kind) {
  byId('connection').textContent = text;
  byId('connection').className = 'badge ' + kind;
}

function connect() {
  if (events) {
    return;
  }
  events = new EventSource('/events');
  events.addEventListener('open', () => connection('Live', 'running'));
  events.addEventListener('state', event => onState(JSON.parse(event.data)));
  events.addEventListener('frame', event => onFrame(JSON.parse(event.data)));
  events.addEventListener('numbers', event => onNumbers(JSON.parse(event.data)));
  events.addEventListener('error', () => {
    connection('Reconnecting', 'lost');
    // The browser tries again by itself, unless the server has refused.
    if (events && events.readyState === EventSource.CLOSED) {
      disconnect();
      setTimeout(connectIfSeen, 3000);
    }
  });
}

function disconnect() {
  if (events) {
    events.close();
    events = null;
  }
}

// A page that nobody sees needs no pictures, and a browser has few connections for one server.
function connectIfSeen() {
  if (document.visibilityState === 'visible') {
    connect();
  } else {
    disconnect();
  }
}

function showMotion() {
  byId('still').hidden = !lessMotion.matches;
}

document.addEventListener('visibilitychange', connectIfSeen);
darkness.addEventListener('change', readColors);
lessMotion.addEventListener('change', showMotion);
new ResizeObserver(fitCanvas).observe(canvas);
setInterval(showRate, 500);
readColors();
showMotion();
fitCanvas();
requestAnimationFrame(draw);
connectIfSeen();
