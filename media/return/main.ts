/** The Return page: shows what its host posts, and tells the host what the user asks for. Knows no rules and no formats. */
import '../shared/page.css';
import '../money/money.css';
import './return.css';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { HostMessage, type PageMessage, type Return } from '../../src/panels/return/messages';
import { startMoneyPage } from '../money/start';
import { page } from './page';

startMoneyPage<Return, PageMessage>(HostMessage, page);
