/*
 * The module of <OtpVerification>. It posts the component's forms without leaving the page, and replaces the old HTML with what
 * the server answers. It stores nothing in the browser: what it remembers is gone with the page. In plain HTML it fetches the
 * element's content from the server.
 */
const tagName = 'offer18-otp-verification';

// The element that was just removed, by id. A circuit renders a prerendered page again, and what the visitor has typed goes into
// the new element.
const former = new Map();

// The deadline of each element that counts down. It is valid in the circuit's page, too.
const deadlines = new WeakMap();

// In plain HTML the component's parameters are attributes. A framework may change them at any time.
const parameters = ['campaign', 'lang', 'return-url', 'already-subscribed-url', 'submit-text', 'verify-text', 'default-country', 'consent-steps', 'auto-submit'];

class OtpVerification extends HTMLElement {
  static observedAttributes = ['data-status', 'class', ...parameters];

  #countdown = new Countdown(this, () => this.#refresh({ always: true }));
  #sms = new SmsListener(code => fill(codeFieldOf(this), code));
  #waiting = new Waiting(this);
  #number = new TypedNumber();
  #pressed;
  #posting;
  #isDone;
  #refreshing;
  #focused;
  #shownAt;
  #reported;
  #isOutdated;

  connectedCallback() {
    for (const type of ['submit', 'click', 'input', 'compositionend', 'paste', 'focusin']) this.addEventListener(type, this);
    this.#listen('addEventListener');
    this.#countdown.start();
    // Blazor inserts the element first and its children afterwards. So wait before reading the children.
    queueMicrotask(() => this.isConnected && this.#start());
  }

  disconnectedCallback() {
    this.#listen('removeEventListener');
    this.#countdown.stop();
    this.#sms.stop();
    former.set(this.id, this);
    setTimeout(() => former.delete(this.id));
  }

  #listen(how) {
    for (const type of ['pageshow', 'online', 'focus']) window[how](type, this);
    window.visualViewport?.[how]('resize', this);
    document[how]('visibilitychange', this);
  }

  attributeChangedCallback(name, before, value) {
    if (this.#isOutdated === false && parameters.includes(name)) this.#isOutdated = before !== value;
    queueMicrotask(() => this.isConnected && this.#changed());
  }

  handleEvent(event) {
    switch (event.type) {
      case 'submit': return this.#submit(event);
      case 'click': return this.#click(event);
      case 'input':
      case 'compositionend': return this.#input(event);
      case 'paste': return this.#paste(event);
      case 'focusin': this.#focused = event.target; return;
      // The focus has opened a phone's keyboard.
      case 'resize': return performance.now() - this.#shownAt < 1000 && reveal(this);
      // The visitor has come back: from the SMS, by the back button, from another tab, or online again. A browser that loads the page
      // again puts back what was chosen.
      case 'pageshow': return event.persisted ? this.#refresh() : this.#changed();
      default: return document.hidden || this.#refresh();
    }
  }

  #start() {
    if (!this.dataset.src) {
      this.#build();
    } else if (this.dataset.status) {
      this.#changed();
      if (errorOf(this)) this.#show();
      this.#lookIfFetchedAhead();
    } else if (former.get(this.id)?.dataset.status) {
      this.#takeOver(former.get(this.id));
    } else {
      this.#refresh();
    }
  }

  // The browser may have fetched the page before its visitor pressed a link to it. Meanwhile the verification may have continued.
  #lookIfFetchedAhead() {
    if (document.prerendering) document.addEventListener('prerenderingchange', () => this.#refresh(), { once: true });
    else if (performance.getEntriesByType('navigation')[0]?.deliveryType === 'navigational-prefetch') this.#refresh();
  }

  // The element comes from plain HTML, without its content. If no answer comes, what it contains stays.
  async #build() {
    this.#refreshing?.abort();
    const request = this.#refreshing = new XMLHttpRequest();
    this.#isOutdated = false;
    const fresh = await this.#ask(request, { method: 'GET', url: sourceOf(this) });
    if (request.status === 404) sayUnknown(this, request.response);
    if (!fresh || !this.isConnected || this.#refreshing !== request || this.#waiting.isBusy) {
      this.#isOutdated = true;
    } else if (this.#isOutdated) {
      this.#build();
    } else {
      build(this, fresh);
      // Building may have set the language.
      this.#isOutdated = false;
      this.#changed();
    }
  }

  #ask(request, call) {
    return ask(request, call).then(fresh => {
      if (fresh) this.#number.showIn(fresh);
      return fresh;
    });
  }

  #takeOver(prerendered) {
    replace(this, prerendered);
    this.#number = prerendered.#number;
    if (this.contains(prerendered.#focused)) focus(prerendered.#focused);
    if (prerendered.#isDone) this.#finish();
  }

  async #submit(event) {
    const form = event.target;
    // A form in the page's own content is not ours.
    if (!form.closest('[data-part=main]')) return;
    event.preventDefault();
    if (this.#waiting.isBusy) return this.#waiting.insist();
    const submitter = event.submitter ?? form.querySelector('[type=submit]');
    if (submitter.getAttribute('aria-disabled') === 'true') return this.#waiting.sayUntilWhen();
    this.#sms.stop();
    this.#refreshing?.abort();
    this.#posting?.abort();
    this.#waiting.begin(submitter);
    this.#pressed = submitter;
    this.#number.keep(form);
    const request = this.#posting = new XMLHttpRequest();
    const stateBefore = this.dataset.state;
    const url = form.action + new URL(this.dataset.src, location).search;
    const fresh = await this.#ask(request, { method: 'POST', url, body: new URLSearchParams(new FormData(form)) });
    // The page has moved on without this answer, and the visitor has pressed the next button.
    if (this.#posting !== request) return;
    this.#posting = null;
    this.#waiting.end();
    // If a circuit has replaced this element meanwhile, the new one asks for the result.
    const heir = document.getElementById(this.id);
    if (heir !== this) return heir instanceof OtpVerification && heir.#inherit(fresh, this.dataset.state);
    const hasMovedOn = this.dataset.state !== stateBefore;
    if (fresh) return this.#answered(fresh, hasMovedOn);
    // A phone may cut a request off that the server has received. So look what has become of it.
    if (!hasMovedOn) await this.#refresh({ wasPressed: true });
    if (this.dataset.state === stateBefore) this.#showUnanswered(request.status);
  }

  #answered(fresh, hasMovedOn) {
    this.#pressed = null;
    this.#refreshing?.abort();
    const stateBefore = this.dataset.state;
    const hadCodeField = codeFieldOf(this);
    const isError = errorOf(fresh) != null;
    // After a resend the text "We sent a code" may not change, but must be read out again.
    const left = replace(this, fresh, { keepsTyped: isError || hasMovedOn, announcesAgain: !isError });
    if (/pend|conf/.test(stateBefore) && !isError) this.#number.putBack(partOf(this, 'main'));
    const hasNextStep = this.dataset.state !== stateBefore || codeFieldOf(this) && !hadCodeField;
    this.#show(hasNextStep ? nextStepOf(this) : left);
    this.#changed();
    this.#finishIfVerified(stateBefore, this);
  }

  async #inherit(fresh, stateBefore) {
    await this.#refresh();
    this.#finishIfVerified(stateBefore, fresh);
  }

  async #refresh({ always, isAsked, wasPressed = this.#waiting.isBusy } = {}) {
    if (!this.dataset.src || this.#isOutdated) return this.#build();
    this.#refreshing?.abort();
    const request = this.#refreshing = new XMLHttpRequest();
    const fresh = await this.#ask(request, { method: 'GET', url: this.dataset.src });
    // If the visitor presses a button meanwhile, the refresh is cancelled.
    if (!this.isConnected || this.#refreshing !== request) return;
    this.#refreshing = null;
    const isBusy = this.#waiting.isBusy && !isAsked;
    if (!fresh && !isBusy && (isAsked || !this.dataset.status)) this.#showUnanswered(request.status);
    const stateBefore = this.dataset.state;
    // If nothing has changed, nothing is replaced: the visitor may be typing, or reading an error. While a button's own answer is
    // still awaited, only the next step is news.
    const isNews = isBusy ? fresh?.dataset.state !== stateBefore
      : always || isAsked || fresh && statusWithoutError(fresh) !== statusWithoutError(this);
    if (!fresh) return;
    if (!isNews || always && openAgain(this, fresh)) return renewTokens(this, fresh);
    const left = replace(this, fresh, { keepsTyped: true });
    const hasMovedOn = wasPressed && this.dataset.state !== stateBefore;
    if (left || isAsked || hasMovedOn) this.#show(hasMovedOn ? nextStepOf(this) : left);
    if (hasMovedOn) {
      this.#waiting.end();
      this.#finishIfVerified(stateBefore, this);
    }
  }

  // One focus for each answer, and none that scrolls: where a page scrolls smoothly, the next scroll would stop it half-way. After a
  // wrong code the focus is in its field, so that a phone's keyboard stays.
  #show(next) {
    const wrongCode = partOf(this, 'main').querySelector('[name=otp][aria-invalid=true]');
    focus(wrongCode ?? errorOf(this) ?? next);
    wrongCode?.select();
    reveal(this);
    this.#shownAt = performance.now();
  }

  // Shows that no answer came, or that it was not ours but, for example, a proxy's.
  #showUnanswered(status) {
    errorOf(this)?.remove();
    const error = document.createElement('div');
    Object.assign(error, { className: 'offer18-otp__error', role: 'alert', tabIndex: -1 });
    error.append(...partOf(this, status ? 'refused' : 'offline').cloneNode(true).childNodes);
    partOf(this, 'main').prepend(error);
    markTitle(this);
    this.#show();
  }

  async #tryAgain(way) {
    const button = way.matches('[data-again]') && document.getElementById(this.#pressed?.id);
    if (button) {
      button.click();
      return bringIntoView(button);
    }
    if (this.#waiting.isBusy) return this.#waiting.insist();
    this.#waiting.begin(way);
    await this.#refresh({ isAsked: true, wasPressed: false });
    this.#waiting.end();
  }

  #changed() {
    if (this.#isOutdated) this.#build();
    if (!this.dataset.status) return;
    // A framework that sets the class does not know ours.
    if (!this.matches('.offer18-otp')) this.classList.add('offer18-otp');
    // The server's messages are in the page's language, the browser's are not.
    for (const form of partOf(this, 'main').querySelectorAll('form')) form.noValidate = true;
    sayIfMisplaced(this);
    this.#countdown.show();
    markTitle(this);
    showCallingCode(this);
    if (codeFieldOf(this)) this.#sms.listen();
    else this.#sms.stop();
    if (this.dataset.status !== this.#reported) {
      this.#reported = this.dataset.status;
      this.#fire('statechange');
    }
  }

  #finishIfVerified(stateBefore, fresh) {
    if (fresh?.dataset.state === 'verified' && /pend|conf/.test(stateBefore)) this.#finish();
  }

  #finish() {
    this.#isDone = true;
    if (this.#fire('verified') && !('stay' in this.dataset || this.hasAttribute('stay'))) location.assign(JSON.parse(this.dataset.status).returnUrl);
  }

  #fire(event) {
    return this.dispatchEvent(new CustomEvent(`offer18-otp:${event}`, {
      bubbles: true, composed: true, cancelable: event === 'verified', detail: JSON.parse(this.dataset.status),
    }));
  }

  #click(event) {
    const way = event.target.closest('[data-again], [data-look]');
    if (way) {
      event.preventDefault();
      return this.#tryAgain(way);
    }
    const link = event.target.closest('.offer18-otp__error a[href*="#"]');
    const field = link && document.getElementById(link.hash.slice(1));
    if (this.contains(field) && field.matches('input, select, button, a')) {
      event.preventDefault();
      field.focus();
    }
  }

  #input({ target, isComposing }) {
    showCallingCode(this);
    if (isComposing || !target.matches('[data-part=main] :is([name=msisdn], [name=otp])')) return;
    writeInAscii(target);
    if (target === codeFieldOf(this) && digitsOf(target.value).length === +this.dataset.autoSubmit) target.form.requestSubmit();
  }

  // A whole code in the pasted text replaces what is in the field. What is typed stays.
  #paste(event) {
    const { target, clipboardData } = event;
    const code = target === codeFieldOf(this) && codeIn(clipboardData.getData('text'), ...this.dataset.codeLength.split('-'));
    if (code) {
      event.preventDefault();
      fill(target, code);
    }
  }
}

class Countdown {
  #timer = 0;

  constructor(element, onExpired) {
    this.element = element;
    this.onExpired = onExpired;
  }

  start() { this.#timer ||= setInterval(() => this.show(), 1000); }

  stop() {
    clearInterval(this.#timer);
    this.#timer = 0;
  }

  show() {
    for (const clock of this.element.querySelectorAll('[data-countdown]')) this.#showWait(clock, secondsLeft(deadlineOf(clock, clock.dataset.countdown)));
    const expiring = this.element.querySelector('[data-expires]');
    if (+expiring?.dataset.expires) this.#expire(deadlineOf(expiring, expiring.dataset.expires));
  }

  #showWait(clock, left) {
    // An error's minutes stay as they are.
    if (!clock.role || left < 120) clock.textContent = this.#inWords(clock.dataset, left);
    if (!clock.closest('button')) clock.parentElement.style.visibility = left ? '' : 'hidden';
    if (clock.role) return;
    const button = this.element.querySelector('[data-after]');
    if (this.element.getAttribute('aria-busy') !== 'true') button?.setAttribute('aria-disabled', left > 0);
    if (!left) button?.removeAttribute('aria-describedby');
  }

  // The forms of "{0} seconds" are named as Unicode CLDR names them. A longer time is a clock's.
  #inWords(forms, left) {
    if (left >= 120) return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
    return (forms[new Intl.PluralRules(this.element.lang).select(left)] ?? forms.other).replace('{0}', left);
  }

  #expire(deadline) {
    if (deadline.isOver || secondsLeft(deadline)) return;
    deadline.isOver = true;
    this.onExpired();
  }
}

// Counted from the arrival of the answer, because the visitor's clock may be wrong.
function deadlineOf(element, seconds) {
  if (deadlines.get(element)?.seconds !== seconds) deadlines.set(element, { seconds, until: Date.now() + seconds * 1000 });
  return deadlines.get(element);
}

function secondsLeft({ until }) { return Math.max(0, Math.ceil((until - Date.now()) / 1000)); }

// While an answer is awaited, the button that was pressed shows it. Whoever hears the page is told.
class Waiting {
  isBusy = false;
  #button = null;
  #label = [];
  #words;
  #timers = [];

  constructor(element) { this.element = element; }

  begin(button) {
    this.#button = button;
    this.#label = [...button.childNodes];
    this.#mark(true);
    this.#words = partOf(this.element, 'waiting').dataset.words.split('|');
    this.#timers = [setTimeout(() => this.#say(), 1000), setTimeout(() => this.#words.shift() && this.#say(), 8000)];
  }

  end() {
    this.#timers.forEach(clearTimeout);
    this.#button?.replaceChildren(...this.#label);
    this.#mark(false);
    partOf(this.element, 'waiting').textContent = '';
  }

  // The button that was pressed can be pressed later.
  sayUntilWhen() {
    const line = this.element.querySelector('[data-countdown]:not([role])')?.parentElement;
    if (!line) return;
    partOf(this.element, 'waiting').textContent = line.textContent;
    line.dataset.asked = '';
    bringIntoView(line);
  }

  // The visitor presses something meanwhile.
  insist() {
    this.#say();
    bringIntoView(this.#button);
  }

  #say() {
    // The button keeps its width, and so all around it its place.
    this.#button.style.minInlineSize = `${this.#button.offsetWidth}px`;
    this.#button.textContent = partOf(this.element, 'waiting').textContent = this.#words[0];
  }

  #mark(isBusy) {
    this.isBusy = isBusy;
    this.element.setAttribute('aria-busy', isBusy);
    this.#button?.setAttribute('aria-disabled', isBusy);
    this.#button?.toggleAttribute('data-busy', isBusy);
  }
}

// What was typed in the number's form, kept in this page alone: to be read again in place of its mask, and to be corrected.
class TypedNumber {
  #msisdn = '';
  #country;
  #tag = null;

  // If the next answer says that a code is on its way, it is to this number. Another one may have the same last digits.
  keep({ elements: { msisdn, country } }) {
    if (msisdn) [this.#msisdn, this.#country, this.#tag] = [msisdn.value.trim(), country?.value, ''];
  }

  showIn(element) {
    for (const mask of element.querySelectorAll('.offer18-otp__msisdn')) {
      const { tag } = mask.dataset;
      if (this.#tag === '' && element.dataset.state === 'pending' && digitsOf(this.#msisdn).endsWith(mask.textContent.split('•').at(-1))) this.#tag = tag;
      if (tag === this.#tag) mask.textContent = this.#msisdn;
    }
    this.#tag ||= null;
  }

  putBack(main) {
    const [field, country] = ['msisdn', 'country'].map(name => main.querySelector(`[name=${name}]`));
    if (!this.#msisdn || !field || field.value) return;
    field.value = this.#msisdn;
    if (country) country.value = this.#country;
  }
}

// WebOTP: the phone offers the code of a message with "@this.host #123456".
class SmsListener {
  #listening = null;

  constructor(onCode) { this.onCode = onCode; }

  async listen() {
    if (this.#listening || !('OTPCredential' in window)) return;
    const { signal } = this.#listening = new AbortController();
    try {
      this.onCode((await navigator.credentials.get({ otp: { transport: ['sms'] }, signal })).code);
    } catch {
      // No message, no permission, or aborted.
    }
  }

  // With the next field for a code, listening begins again.
  stop() {
    this.#listening?.abort();
    this.#listening = null;
  }
}

// In the console always; in development the server has put a note on the page, too.
function say(note, what) {
  note?.removeAttribute('hidden');
  console.error(`<${tagName}> ${what}`);
}

function sayIfMisplaced(element) {
  // A browser drops a form within a form. The fields then belong to the outer one.
  const field = partOf(element, 'main').querySelector('[name=msisdn], [name=otp]');
  if (field && !element.contains(field.form)) say(partOf(element, 'nested'), 'is inside another <form>.');
  if (field && document.querySelectorAll(`#${field.id}`).length > 1) say(partOf(element, 'twice'), 'is on this page twice for one campaign.');
}

function sayUnknown(element, answer) {
  const note = answer?.querySelector('.offer18-otp__developer');
  if (note && !element.querySelector('.offer18-otp__developer')) element.append(note);
  say(note, `names campaign "${element.getAttribute('campaign') ?? ''}", which is not mapped.`);
}

function partOf(element, part) { return element.querySelector(`[data-part=${part}]`); }

function codeFieldOf(element) { return partOf(element, 'main')?.querySelector('[name=otp]'); }

function errorOf(element) { return partOf(element, 'main')?.querySelector('.offer18-otp__error'); }

function nextStepOf(element) {
  return codeFieldOf(element) ?? partOf(element, 'main').querySelector('[name=msisdn], [id$=-again], [id$=-summary], .offer18-otp__button');
}

function statusWithoutError({ dataset }) { return dataset.status?.replace(/,"error":"\w+"/, ''); }

// Resolves to the element as the server renders it now, or to undefined. The browser parses the answer as a document: no script in it
// runs, and this code turns no text into HTML (Trusted Types).
function ask(request, { method, url, body }) {
  return new Promise(resolve => {
    request.open(method, url);
    request.responseType = 'document';
    request.timeout = 60_000;
    request.setRequestHeader('Accept', 'text/html');
    request.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
    request.onloadend = () => resolve(request.response?.querySelector(tagName));
    request.send(body);
  });
}

function focus(target) { target?.focus({ preventScroll: true }); }

function bringIntoView(target) { target?.scrollIntoView({ block: 'nearest', behavior: 'instant' }); }

// Brings into view what the visitor does next, and then the message, which comes first where the screen has not room for all.
function reveal(element) {
  const main = partOf(element, 'main');
  const next = main.querySelector('[aria-invalid=true]') ?? nextStepOf(element);
  main.querySelectorAll('.offer18-otp__button').forEach(bringIntoView);
  bringIntoView(next);
  bringIntoView(main.querySelector('.offer18-otp__error, .offer18-otp__notice') ?? partOf(element, 'status'));
}

// Returns what the focus belongs to, if it has not stayed where it was. The status text is read out when it is replaced.
function replace(element, fresh, { keepsTyped, announcesAgain } = {}) {
  const main = partOf(element, 'main');
  const terms = element.querySelector('[data-slot=consent]');
  const focused = main.contains(document.activeElement) ? document.activeElement : null;
  const typed = keepsTyped ? [...main.querySelectorAll('[id][name]')].map(({ id, value, checked }) => ({ id, value, checked })) : [];
  const [status, freshStatus] = [partOf(element, 'status'), partOf(fresh, 'status')];
  if (announcesAgain || status.textContent !== freshStatus.textContent) status.replaceChildren(...freshStatus.childNodes);
  replaceAround(focused, main, partOf(fresh, 'main'));
  for (const { id, ...values } of typed) Object.assign(document.getElementById(id) ?? {}, values);
  placeTerms(element, terms);
  element.dataset.state = fresh.dataset.state;
  element.dataset.status = fresh.dataset.status;
  element.dataset.operator = fresh.dataset.operator;
  placeOwnValues(element);
  if (!focused || focused === document.activeElement) return null;
  return focused.isConnected ? focused : document.getElementById(focused.id) ?? nextStepOf(element);
}

// The field in which the visitor is typing stays in the page: a phone closes its keyboard when the field leaves. Around it all is
// replaced.
function replaceAround(kept, old, fresh) {
  const counterpart = kept?.matches('input[id]') && fresh.querySelector(`#${CSS.escape(kept.id)}`);
  const [way, freshWay] = [[old, kept], [fresh, counterpart || null]].map(([{ children }, target]) => [...children].find(child => child.contains(target)));
  if (!way || way.nodeName !== freshWay?.nodeName) return old.replaceChildren(...fresh.childNodes);
  for (const name of way.getAttributeNames()) if (!freshWay.hasAttribute(name)) way.removeAttribute(name);
  for (const { name, value } of freshWay.attributes) way.setAttribute(name, value);
  for (const child of [...old.childNodes]) if (child !== way) child.remove();
  const around = [...fresh.childNodes];
  way.before(...around.slice(0, around.indexOf(freshWay)));
  way.after(...around.slice(around.indexOf(freshWay) + 1));
  replaceAround(kept, way, freshWay);
}

// The wait for a new code is over: the button says so and keeps its height, and nothing around it changes or moves.
function openAgain(element, fresh) {
  const [button, open] = [element, fresh].map(part => part.querySelector('.offer18-otp__button[id$=-again]'));
  if (!button || !open) return;
  button.style.minBlockSize = `${button.offsetHeight}px`;
  button.replaceChildren(...open.childNodes);
  return element.dataset.status = fresh.dataset.status;
}

// The browser's cookie may be another one than when the page was made: two tabs were opened at once, or the visitor has deleted it.
function renewTokens(element, fresh) {
  const token = '[data-part=main] form > [name=__RequestVerificationToken]';
  for (const field of element.querySelectorAll(token)) field.value = fresh.querySelector(token)?.value ?? field.value;
}

function sourceOf(element) {
  const source = new URL('status', import.meta.url);
  const values = {
    campaign: element.getAttribute('campaign'),
    culture: element.closest('[lang]')?.lang,
    page: location.pathname + location.search + location.hash,
    returnUrl: new URLSearchParams(location.search).get('returnUrl') ?? element.getAttribute('return-url'),
    defaultCountry: element.getAttribute('default-country'),
    consentSteps: element.getAttribute('consent-steps'),
  };
  for (const [name, value] of Object.entries(values)) if (value) source.searchParams.set(name, value);
  return source.href;
}

// Takes over what the server has rendered, and at first what the page has put into slots.
function build(element, fresh) {
  const isBuilt = element.dataset.src;
  for (const { name, value } of fresh.attributes) {
    if (name === 'class') element.classList.add(...fresh.classList);
    else if (name !== 'id' || !element.id) element.setAttribute(name, value);
  }
  const [min, max] = fresh.dataset.codeLength.split('-');
  if (element.hasAttribute('auto-submit') && min === max) element.dataset.autoSubmit = min;
  else delete element.dataset.autoSubmit;
  if (isBuilt) {
    for (const part of ['offline', 'refused']) partOf(element, part).replaceWith(partOf(fresh, part));
    return replace(element, fresh, { keepsTyped: true });
  }
  const slots = [...element.querySelectorAll(':scope > [slot]')];
  const style = fresh.querySelector(':scope > link');
  if (element.hasAttribute('headless')) style.remove();
  else if (element.nonce) style.nonce = element.nonce;
  element.replaceChildren(...fresh.childNodes);
  partOf(element, 'aside').replaceChildren();
  const states = { number: 'none', code: 'pending', verified: 'verified' };
  let terms;
  for (const content of slots) {
    const place = document.createElement('div');
    place.append(content);
    if (content.slot === 'consent') {
      terms = place;
      place.className = 'offer18-otp__terms';
      place.dataset.slot = 'consent';
    } else if (states[content.slot]) {
      partOf(element, 'status').before(place);
      place.className = 'offer18-otp__slot';
      place.dataset.for = states[content.slot];
    }
  }
  placeTerms(element, terms);
  placeOwnValues(element);
}

// What is for another step or another operator is hidden. In plain HTML the other values stay in the page: the server shows no text and no other
// site's address that a request brings.
function placeOwnValues(element) {
  for (const part of element.querySelectorAll('[data-for]')) part.hidden = part.dataset.for !== element.dataset.operator && part.dataset.for !== element.dataset.state;
  for (const [name, id] of [['submit-text', 'send'], ['verify-text', 'check']]) {
    const text = element.getAttribute(name);
    const button = partOf(element, 'main').querySelector(`[id$="-${id}"]`);
    if (text && button) button.textContent = text;
  }
  const url = element.getAttribute('already-subscribed-url');
  const content = partOf(element, 'content');
  if (!content) return;
  const link = content.firstChild;
  if (url) link.href = url;
  // An address that cannot be read has no origin, and no protocol of these.
  if (link.origin !== location.origin && link.protocol !== 'https:') return content.remove();
  content.hidden = false;
  content.nextElementSibling.querySelector('button').className = 'offer18-otp__link';
}

// The terms come from the page. The server's answer only has a place for them.
function placeTerms(element, terms) {
  const place = partOf(element, 'main').querySelector('[data-slot=consent]');
  if (!terms) place?.remove();
  else if (place) {
    terms.id = place.id;
    place.replaceWith(terms);
  }
  else partOf(element, 'aside').append(terms);
}

function markTitle(element) {
  const prefix = `${element.dataset.errorPrefix} `;
  const title = document.title.startsWith(prefix) ? document.title.slice(prefix.length) : document.title;
  document.title = errorOf(element) ? prefix + title : title;
}

// The button beside the number shows the calling code alone. The list's entries end in it.
function showCallingCode(element) {
  const country = partOf(element, 'main').querySelector('[name=country]');
  const code = country?.selectedOptions[0]?.text.match(/\+\d+/);
  if (code) country.parentNode.dataset.code = code;
}

function fill(field, code) {
  if (!field) return;
  field.value = code;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

// Digits of Arabic and Persian keyboards, and wide ones, each have their value in the last four bits.
function writeInAscii(field) {
  const ascii = field.value.replace(/[٠-٩۰-۹０-９]/g, digit => digit.charCodeAt() & 15);
  if (ascii === field.value) return;
  const { selectionStart, selectionEnd } = field;
  field.value = ascii;
  field.setSelectionRange(selectionStart, selectionEnd);
}

function digitsOf(text) { return text.replace(/\P{Nd}/gu, ''); }

// The code in "123 456", "G-123456" or a whole message, in digits of any script. If two numbers in the message could be the
// code, it returns null, and the visitor chooses. The server reads what is typed by the same rule (OtpCode).
function codeIn(text, min, max) {
  const withoutPhones = text.replace(/[\p{Cf}\p{Mn}]/gu, '').replace(/\+\p{Nd}[\p{Nd}\p{Zs}\p{Pd}]*/gu, '');
  const found = pattern => [...new Set([...withoutPhones.matchAll(pattern)].map(([number]) => once(digitsOf(number), max)))]
    .filter(digits => digits.length >= min && digits.length <= max);
  for (const pattern of [/^\s*(?:\p{L}-)?[\p{Nd}\s\p{Pd}.]*$/gu, /#\p{Nd}+\s*$/gu, /\p{Nd}+/gu, /\p{Nd}+(?:[\p{Zs}\p{Pd}]\p{Nd}+)*/gu]) {
    const codes = found(pattern);
    if (codes.length === 1) return codes[0];
    if (codes.length) return null;
  }
}

// Some phones fill in the code twice.
function once(digits, max) {
  const half = digits.slice(digits.length / 2);
  return digits.length > max && digits === half + half ? half : digits;
}

if (!customElements.get(tagName)) customElements.define(tagName, OtpVerification);
