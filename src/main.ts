/** Door 1: loads the texts of the language and mounts the page. */
import { mount } from 'svelte';
import './views/app.css';
import App from './views/frame/App.svelte';
import { speakAsSet } from './views/language.svelte.ts';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element #app.');
await speakAsSet();
mount(App, { target });
