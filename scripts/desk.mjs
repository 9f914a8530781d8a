/** A browser's windows on one server in one look, and the mails it has sent. */
export class Desk {
  #browser;
  #mails;
  #contexts = [];

  constructor(browser, mails, address, look, setUp) {
    this.#browser = browser;
    this.#mails = mails;
    this.address = address;
    this.look = look;
    this.setUp = setUp;
  }

  async page() {
    const { viewport, colorScheme } = this.look;
    const context = await this.#browser.newContext({ viewport, colorScheme, baseURL: this.address, locale: 'en-GB', timezoneId: 'Europe/Berlin', reducedMotion: 'reduce' });
    this.#contexts.push(context);
    context.setDefaultTimeout(10_000);
    return context.newPage();
  }

  async signIn(page, who) {
    await page.goto('/sign-in');
    await page.fill('#email', `${who}@packline.example`);
    await page.fill('#password', 'packaging lines run well');
    await page.keyboard.press('Enter');
    await page.waitForURL(url => url.pathname !== '/sign-in');
  }

  async signedIn(who) {
    const page = await this.page();
    await this.signIn(page, who);
    return page;
  }

  /** What the last mail to somebody that has the pattern says there, once one has come. */
  async mailed(to, pattern) {
    for (const until = Date.now() + 60_000; Date.now() < until; await new Promise(done => setTimeout(done, 200))) {
      const found = this.#mails.filter(mail => mail.to.text.includes(to)).map(mail => pattern.exec(mail.text)).findLast(Boolean);
      if (found) return found[0];
    }

    throw new Error(`No mail to ${to} has ${pattern}.`);
  }

  close() {
    return Promise.all(this.#contexts.map(context => context.close()));
  }
}
