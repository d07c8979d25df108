"""One plan of so many lines that says everything that a plan can say: a
company of teams, each with all its constructs, so that more lines are more of
each of them."""

HEAD = '''plan "Scale" {
  period   2026
  currency CNY
  calendar china
  week     starts Mon
  holiday  2026-10-09 "Company day"
  approvals required
  freeze   from 2026-01-31 limit 99999
}
kpi sales     "Sales" money { round to 100 }
kpi cash      "Cash" money
kpi rate      percent = cash / sales
kpi yoy       percent = growth(sales, year)
kpi visits    count { kind process }
kpi hours     count
kpi members   count level
kpi active    count unique
kpi opened    milestone
kpi care      grade 1..5
kpi costs     money { better lower }
dimension product { phones, homes { kitchen, garden } }
weights season { Q1 20%, Q2 24%, Q3 30%, Q4 26% }
weights hours8 { open..12:00 40%, 12:00..close 60% }
split visits by quarter weights season
split hours by daypart weights hours8
missing as 0 for visits
capacity visits 100 per workday
carry sales shortfall over weeks of month { spread even, cap 150% }
review weekly on Fri "Weekly"
'''

# About a hundred lines a team.
TEAM = '''target sales of t{n} = base{n} {{
  strategy "From 12 to 15 a month"
  split by quarter {{ Q1 20%, Q2 24%, Q3 30%, Q4 rest }}
  split Q1 by month {{ 30%, 30%, 40% }}
  split by person {{
    a{n} 40%
    b{n} 30%
    c{n} 10%
    reserve rest "open"
  }}
  split by product {{ phones 60%, homes rest }}
}}
let base{n} = {base}万
let more{n} = base{n} * 110%
table cash of t{n} by person, quarter {{
         Q1    Q2    Q3    Q4
  a{n}   10万  12万  15万  -
  b{n}   -  12万  15万  13万
}}
target cash of t{n}[phones] = 20万
target cash of a{n} = 50万
target rate of t{n} >= 1%
target yoy of t{n} = 10%
target members of t{n} = 30
target members of t{n} in Q4 = 30
target active of t{n} in Q1 = 5
target opened of a{n} in Q2 = done
target care of a{n} = 4
target costs of t{n} <= 10万
target hours of a{n} = 1000
target hours of a{n} in 2026-03-04 = 6
target hours of b{n} in 2026-W20 = 30
target hours of key{n} = 3 overlay
target visits of a{n} = 400 {{ split by month even }}
target visits of b{n} = 300
baseline sales of t{n} = {old}万 band 0%..+100%
funnel f{n} of t{n} {{
  stage calls
  stage leads 50% of calls
  value sales 100万 per leads
}}
action "Launch {n}" for sales of t{n} {{
  owner a{n}, from 2026-03-01, to 2026-03-20
  milestone 2026-03-10 "Venue booked"
  resource "Stand", budget 20万
  expect visits 15
}}
scorecard card{n} for person of t{n} {{
  sales 50% cap 120%
  visits 50%
}}
reward bonus{n} for person of t{n} on sales {{
  from 80%: 1%, from 100%: 1.5%, marginal
}}
check "enough {n}" {{
  for t{n}, every quarter
  expect target(sales) >= target(cash) * 10% within 5%
}}
rule recheck{n} "Missed" {{
  for t{n}, every quarter
  when deviation(sales) < -15% and not cash is missing for 1 quarter
  then require "Review" by "Owner" within 5 workdays
}}
record 2026-01-30 "Weekly" for sales of t{n} in 2026-01 {{
  cause "Key account delayed, 2 unsigned"
  measure "One more visit" by a{n} until 2026-02-15
  next 210万 "3 more prospects"
}}
test "a bad third quarter {n}" {{
  as of 2026-09-30
  given sales of t{n} in 2026-Q3 = 1万
  expect rule recheck{n} fires for t{n}
}}
amend 2026-10-08 "for t{n}" approved "GM" {{
  target sales of a{n} in Q4 = {amended}万
}}
allow uncovered of t{n} "agreed" until 2026-12-31
'''

TAIL = """let growth = 5%
scenario cautious { let growth = 3% }
"""


def write(path, lines):
    """A plan of about so many lines; how many it has."""
    count = 0
    with open(path, 'w', encoding='utf-8') as out:
        out.write(HEAD)
        n = max(1, round((lines - HEAD.count('\n')) /
                         (TEAM.count('\n') + 8)))
        out.write('team company owner "GM" {\n')
        for i in range(n):
            # As in life, nobody has thousands directly below.
            if i % 400 == 0:
                out.write(f'  team area{i // 400} owner "Area" {{\n')
            if i % 20 == 0:
                out.write(f'  team region{i // 20} owner "Region" {{\n')
            out.write(f'  team t{i} owner "Owner {i}" {{\n'
                      f'    person a{i} role "Key accounts"\n'
                      f'    person b{i} from 2026-03-16 '
                      f'ramp 0%, 25%, 50%, 100%\n'
                      f'    person c{i} until 2026-09-30\n'
                      f'    person key{i}\n'
                      f'    person d{i} {{ capacity visits 5 per workday }}\n'
                      f'  }}\n')
            out.write('  }\n' if i % 20 == 19 or i == n - 1 else '')
            out.write('  }\n' if i % 400 == 399 or i == n - 1 else '')
        out.write('}\n')
        for i in range(n):
            out.write(f'move d{i} to t{(i + 1) % n} from 2026-07-01\n'
                      if n > 1 else '')
            out.write(TEAM.format(n=i, base=1000 + i % 7 * 100,
                                  old=900 + i % 7 * 90, amended=150))
        out.write(TAIL)
    with open(path, encoding='utf-8') as text:
        count = sum(1 for _ in text)
    return count
