import { answersAreRight } from '../answers.test-support.ts';

answersAreRight('vizora-remediation', {
  Mode: [['mode=act 1']],
  Stopped: [['0']],
  'In maintenance': [['1']],
  'Mass failures': [['1']],
  Followed: [['3']],
  'Fixed in 24 h': [['0.75']],
  'Repairs by outcome': [
    ['outcome=failed 0.083333333', 'outcome=fixed 0.25', 'outcome=not_fixed 0', 'outcome=refused 0.41666667'],
  ],
  'Decisions by reason': [['reason=act 0.16666667', 'reason=cooldown 0.25', 'reason=observe 0']],
  'Repairs of the last 24 h': [
    [
      'action=reconnect_display id=r7 incident=display_offline org=acme outcome=failed target_id=d1 target_kind=display 1772451800000',
      'action=restart_process id=r8 incident=service_down org=platform outcome=fixed target_id=vizora-web target_kind=process 1772452300000',
    ],
    ['id=r7 61', 'id=r8 75'],
  ],
  'Given up': [
    [
      'action=deactivate_schedule incident=schedule_past_end org=acme reason=attempts_exhausted target_id=s1 target_kind=schedule 1',
    ],
  ],
  'At work, and waiting for approval': [['action=restart_process 2'], ['action=archive_content 4']],
  'Why nothing is done': [['kind=maintenance what=window 1', 'kind=mass failure what=acme reset_display 1']],
  'Silences that hold the machine': [['created_by=ada silence_id=s1 1772454600000']],
  'Time to repair by phase': [
    ['phase=act 3', 'phase=verify 180'],
    ['phase=act 4.8', 'phase=verify 288'],
    ['phase=act 3', 'phase=verify 75'],
    ['phase=act 288', 'phase=alert 0', 'phase=verify 288'],
  ],
  'Mean time by phase': [['phase=act 3', 'phase=verify 75']],
  'Budget left within the hour': [['action=all 8', 'action=restart_process 0']],
  'Budget left within the day': [['action=all 38', 'action=restart_process 6']],
  'Decisions of 24 h': [
    ['action=reconnect_display reason=cooldown 72', 'action=restart_process reason=act 48'],
  ],
  'Journal intact': [['1']],
  'Journal checked, ago': [['40000']],
  Records: [['4321']],
  'Reconciled, ago': [['20']],
  Undelivered: [['2']],
  'Errors in 24 h': [['72']],
  Deliveries: [['code=200 10', 'code=401 0']],
  'Alerts that arrived': [['status=firing 2', 'status=resolved 1'], ['3']],
});
