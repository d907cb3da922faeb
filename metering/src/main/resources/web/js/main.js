'use strict';

import { askWith, forget, hasKey } from './core/access.js';
import { askJson } from './core/api.js';
import { el, fill } from './core/dom.js';
import { Live } from './core/live.js';
import { here, linkTo } from './core/route.js';
import { Calendar } from './core/time.js';
import { askForKey } from './parts/login.js';
import { refusal } from './parts/notice.js';
import { Strip } from './parts/strip.js';
import { applyTheme, themeButton } from './parts/theme.js';
import { BudgetsView } from './views/budgets.js';
import { ExploreView } from './views/explore.js';
import { InsightsView } from './views/insights.js';
import { NowView } from './views/now.js';
import { RequestView } from './views/request.js';

const RETRY_MS = 2_000;

const VIEWS = {
  now: ['Now', NowView],
  explore: ['Explore', ExploreView],
  budgets: ['Budgets', BudgetsView],
  request: ['Request', RequestView],
  insights: ['Insights', InsightsView],
};

const main = document.getElementById('main');
const tools = document.getElementById('tools');

/** Asks until there is an answer: everything else needs to know the keys and the zone. */
async function firstAnswer() {
  for (;;) {
    try {
      return await askJson('/v1/keys');
    } catch (failure) {
      fill(main, refusal(failure, 'bedrock-meter'));
      await new Promise((resolve) => {
        setTimeout(resolve, RETRY_MS);
      });
    }
  }
}

/** Shows the view that the address names, and another one when the address changes. */
function showViews(context) {
  let shown = null;
  let name = '';
  const turn = () => {
    const place = here();
    if (!(place.view in VIEWS)) {
      location.replace(linkTo('now'));
      return;
    }
    if (place.view === name && shown !== null) {
      shown.placeChanged(place);
      return;
    }
    shown?.end();
    const changed = name !== '';
    name = place.view;
    const [title, View] = VIEWS[name];
    document.title = `${title} \u00b7 bedrock-meter`;
    document.querySelectorAll('[data-view]').forEach((link) => {
      link.toggleAttribute('aria-current', false);
      if (link.dataset.view === name) {
        link.setAttribute('aria-current', 'page');
      }
    });
    shown = null;
    try {
      shown = new View(context, place);
      fill(main, shown.element);
      shown.start();
    } catch (failure) {
      fill(main, refusal(failure, title));
    }
    if (changed) {
      main.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
  };
  addEventListener('hashchange', turn);
  turn();
}

function logOutButton() {
  return el('button', {
    type: 'button',
    class: 'plain',
    on: {
      click: () => {
        forget();
        location.reload();
      },
    },
  }, 'Forget key');
}

async function start() {
  applyTheme();
  askWith(askForKey);
  document.querySelector('.skip').addEventListener('click', (event) => {
    event.preventDefault();
    main.focus();
  });
  const keys = await firstAnswer();
  fill(tools, hasKey() && logOutButton(), themeButton());
  const calendar = new Calendar(keys.zone, keys.time);
  const live = new Live(calendar);
  const context = { keys, calendar, live };
  new Strip(document.getElementById('strip'), document.getElementById('outage'), context).start();
  showViews(context);
  live.start();
}

start();
