import { answersAreRight } from '../answers.test-support.ts';

answersAreRight('vizora-display', {
  'Incidents over time': [['incident=display_offline 0']],
  'Open now': [
    [
      'alertname=DisplayOffline incident=display_offline org=acme severity=warning site=berlin target=Lobby 1',
    ],
    ['incident=display_offline org=acme site=berlin target=Lobby 1500'],
  ],
  'Repairs of the last 24 h': [
    [
      'action=reconnect_display id=r7 incident=display_offline org=acme outcome=failed target_id=d1 target_kind=display 1772451800000',
    ],
    ['id=r7 61'],
  ],
});
