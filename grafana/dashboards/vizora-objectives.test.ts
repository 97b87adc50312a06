import { answersAreRight } from '../answers.test-support.ts';

answersAreRight('vizora-objectives', {
  Objectives: [
    ['objective=fleet target_id=acme 0.94', 'objective=middleware target_id=middleware 0.999'],
    ['objective=fleet target_id=acme -0.2', 'objective=middleware target_id=middleware 0.8'],
    ['objective=fleet target_id=acme 16', 'objective=middleware target_id=middleware 0.5'],
    ['objective=fleet target_id=acme 7', 'objective=middleware target_id=middleware 0.25'],
    ['objective=fleet target_id=acme 1.5', 'objective=middleware target_id=middleware 0.2'],
  ],
  'Budget left': [['objective=fleet target_id=acme -0.2', 'objective=middleware target_id=middleware 0.8']],
  'Burn of an hour': [['objective=fleet target_id=acme 16', 'objective=middleware target_id=middleware 0.5']],
  // Of 288 repairs a day all took between one and five minutes.
  'Time to repair': [
    ['action=restart_process 180'],
    ['action=restart_process 276'],
    ['action=restart_process 288'],
  ],
  'Taken back by people': [['action=archive_content 0.5', 'action=restart_process 0']],
});
