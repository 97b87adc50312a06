import { answersAreRight } from '../answers.test-support.ts';

answersAreRight('vizora-fleet', {
  'Online of those in use': [['0.8']],
  Offline: [['3']],
  'In error': [['1']],
  Dormant: [['2']],
  'Not in use': [['8']],
  'Without content': [['1']],
  'Displays by organisation': [
    ['org=acme 12', 'org=globex 4'],
    ['org=acme 3', 'org=globex 0'],
    ['org=acme 1', 'org=globex 0'],
    ['org=acme 2', 'org=globex 0'],
    ['org=acme 1', 'org=globex 0'],
    ['org=acme 1', 'org=globex 0'],
    ['org=acme 1', 'org=globex 0'],
    ['org=acme 0', 'org=globex 5'],
  ],
  'Displays by state': [
    [
      'state=disabled 1',
      'state=dormant 2',
      'state=error 1',
      'state=never_seen 1',
      'state=offline 3',
      'state=online 16',
      'state=pairing 1',
      'state=unknown 5',
    ],
  ],
  'Age of the last heartbeat': [['10'], ['3'], ['1'], ['1'], ['1'], ['0'], ['2']],
  'Displays in trouble': [
    [
      'incident=display_offline org=acme site=berlin target=Lobby target_id=d1 1',
      'incident=display_without_content org=globex site=none target=Bar target_id=d9 1',
    ],
    [
      'incident=display_offline org=acme site=berlin target=Lobby target_id=d1 1500',
      'incident=display_without_content org=globex site=none target=Bar target_id=d9 90000',
    ],
  ],
  'Offline by place': [['org=acme site=berlin 1'], ['org=acme site=berlin 1']],
  'Flapping displays': [['org=acme site=berlin target=Door target_id=d2 2']],
  'Our count beside that of the gateway': [['16'], ['15']],
  'Incidents of displays': [['incident=display_offline 3']],
  'Contents by status': [['status=active 56', 'status=archived 8']],
  'Storage of organisations': [['target_id=acme 0.85']],
  'Contents not known in detail': [['org=acme 9']],
  'Storage used': [['org=acme 85'], ['org=acme 100']],
  Coverage: [
    ['org=acme resource=displays 1', 'org=globex resource=displays 0'],
    ['org=acme resource=displays 21', 'org=globex resource=displays 100'],
    ['org=acme resource=displays 21', 'org=globex resource=displays 140'],
    ['org=acme resource=displays 120', 'org=globex resource=displays 9000'],
    ['org=acme resource=displays 0.4'],
  ],
});
