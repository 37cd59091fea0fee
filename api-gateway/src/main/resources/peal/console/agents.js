import { ask, AGENTS, WORKSPACE } from './api.js';
import { el, field, fill, announce } from './dom.js';
import { refused, words } from './words.js';

/** Up to a hundred agents, which is what one page of the API holds. */
export async function agents(signal) {
  return (await ask(`${AGENTS}?page=1&limit=100`, { signal })).data;
}

/** The agents, and a form for a simple one. */
export async function agentList(main, { signal }) {
  const [all, workspace] = await Promise.all([agents(signal), ask(WORKSPACE, { signal })]);
  const list = el('div', { class: 'agents' });
  const draw = (entries) => fill(list, entries.length
    ? entries.map((agent) => entry(agent, workspace))
    : el('p', { class: 'empty' }, 'No agent yet. A batch needs one: make it here.'));
  draw(all);
  fill(main, el('h1', {}, 'Agents'), list,
    el('section', { 'aria-labelledby': 'new-agent' }, el('h2', { id: 'new-agent' }, 'A new agent'),
      agentForm(workspace, async (agent) => {
        announce(`${agent.name} was created.`);
        draw(await agents(signal));
      })));
}

function entry(agent, workspace) {
  const numbers = (agent.phoneNumberIds ?? [])
    .map((id) => workspace.phoneNumbers.find((own) => own.id === id)?.number ?? id);
  return el('article', {},
    el('div', { class: 'entry' }, el('h2', {}, agent.name),
      agent.active === false ? el('span', { class: 'status' }, 'not active') : null),
    el('p', { class: 'prompt clipped' }, agent.systemPrompt || el('em', {}, 'No prompt of its own: a flow gives it, or it cannot call.')),
    el('p', { class: 'facts' },
      el('span', {}, numbers.length ? `from ${numbers.join(', ')}` : 'from the first number of the workspace'),
      agent.ttsModel ? el('span', {}, `${words(agent.ttsModel.provider)}, ${agent.ttsModel.language}`) : null));
}

/** A form for an agent with a prompt, a voice and a number. */
export function agentForm(workspace, made) {
  const name = el('input', { required: true, maxlength: 200 });
  const prompt = el('textarea', { required: true, rows: 4 });
  const welcome = el('input', { maxlength: 1_000 });
  const provider = el('input', { defaultValue: 'elevenlabs', required: true });
  const voice = el('input', { required: true });
  const language = el('input', { defaultValue: 'en', required: true, size: 6 });
  const from = el('select', {}, workspace.phoneNumbers.map((own) =>
    el('option', { value: own.id }, `${own.number} (${own.id})`)));
  const answer = el('div', { 'aria-live': 'assertive' });
  const button = el('button', { class: 'main' }, 'Create agent');
  const form = el('form', { class: 'sheet', onsubmit: submit },
    field('Name', name),
    field('Prompt', prompt, 'What the agent is told. {first_name} is filled in from the row’s column first_name.'),
    field('First words', welcome, 'Optional. What the agent says first.'),
    el('div', { class: 'row' }, field('Voice provider', provider), field('Voice id', voice), field('Language', language)),
    workspace.phoneNumbers.length
      ? field('Calls from', from)
      : el('p', { class: 'refusal' }, 'This workspace has no phone number. Its operator must add one before an agent can call.'),
    answer, el('p', {}, button));
  form.noValidate = true;

  async function submit(event) {
    event.preventDefault();
    const missing = [[name, 'a name'], [prompt, 'a prompt'], [voice, 'a voice id'], [provider, 'a voice provider'], [language, 'a language']]
      .find(([input]) => !input.value.trim());
    for (const input of [name, prompt, voice, provider, language]) {
      input.toggleAttribute('aria-invalid', !input.value.trim());
    }
    if (missing) {
      fill(answer, refused({ message: `The agent needs ${missing[1]}.` }, 'Not created.'));
      missing[0].focus();
      return;
    }
    button.disabled = true;
    try {
      const agent = await ask(AGENTS, { method: 'POST', json: {
        name: name.value.trim(),
        systemPrompt: prompt.value.trim(),
        ...(welcome.value.trim() ? { welcomeMessage: welcome.value.trim() } : {}),
        ttsModel: { provider: provider.value.trim(), voiceId: voice.value.trim(), language: language.value.trim() },
        ...(from.value ? { phoneNumberIds: [from.value] } : {}),
      } });
      fill(answer);
      form.reset();
      await made(agent);
    } catch (e) {
      fill(answer, refused(e, 'The agent was not created.'));
    } finally {
      button.disabled = false;
    }
  }
  return form;
}
