/** The Exchange page: shows what its host posts, and tells the host what the user asks for. Knows no rules and no formats. */
import '../shared/page.css';
import '../money/money.css';
import './exchange.css';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { type Exchange, HostMessage, type PageMessage } from '../../src/panels/exchange/messages';
import { startMoneyPage } from '../money/start';
import { page } from './page';

startMoneyPage<Exchange, PageMessage>(HostMessage, page);
