/** Door 1: mounts the page. */
import { mount } from 'svelte';
import './views/app.css';
import App from './views/frame/App.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element #app.');
mount(App, { target });
