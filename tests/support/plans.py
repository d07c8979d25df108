"""What the invariants over random plans share: goalpost run on one, its cells,
an exact linear programme to compare with, and the run over all seeds.
"""
import argparse
import csv
import io
import os
import random
import subprocess
import tempfile
import time
from fractions import Fraction

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
GOALPOST = os.path.abspath(os.environ.get(
    'GOALPOST', os.path.join(ROOT, 'build', 'goalpost')))
GRAINS = ['year', 'half', 'quarter', 'month', 'week', 'day']
NAMES = {'year': ['2026'], 'half': ['H1', 'H2'],
         'quarter': ['Q1', 'Q2', 'Q3', 'Q4'],
         'month': ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug',
                   'Sep', 'Oct', 'Nov', 'Dec']}
FAILED_SHOWN = 12


class Wrong(Exception):
    """What does not hold."""


def run(words):
    done = subprocess.run([GOALPOST] + words, stdin=subprocess.DEVNULL,
                          env={'PATH': '/usr/bin:/bin', 'LC_ALL': 'C.UTF-8'},
                          capture_output=True, timeout=30)
    if done.returncode not in (0, 1):
        raise Wrong(f'{words[0]} ends with status {done.returncode}: '
                    + done.stderr.decode('utf-8', 'replace')[-300:])
    return done


def cells(path, grain, *options):
    """{scope: [amount by period]}"""
    done = run(['schedule', '--format', 'csv', '--by', grain, *options, path])
    if done.returncode != 0:
        raise Wrong(f'schedule --by {grain}: '
                    + done.stderr.decode('utf-8', 'replace')[:400])
    out = {}
    for _k, scope, _p, _a, _b, v in list(csv.reader(
            io.StringIO(done.stdout.decode('utf-8'))))[1:]:
        out.setdefault(scope, []).append(Fraction(v) if v != '' else None)
    return out


# ---- a linear programme -----------------------------------------------------

def feasible(rows, n):
    """Whether x >= 0 has sum(x[j] for j in row) == amount for all rows: phase
    one of the simplex method, by Bland's rule, so that it comes to an end."""
    table = []
    for i, (row, amount) in enumerate(rows):
        if amount < 0:
            return False
        line = {j: Fraction(1) for j in row}
        table.append([line, Fraction(amount), n + i])
    cost = {}
    for line, _b, _base in table:
        for j, v in line.items():
            cost[j] = cost.get(j, 0) + v
    need = sum(b for _l, b, _x in table)
    while need > 0:
        enter = min((j for j, v in cost.items() if v > 0), default=None)
        if enter is None:
            return False
        best = None
        for i, (line, b, base) in enumerate(table):
            if line.get(enter, 0) > 0:
                key = (b / line[enter], base)
                if best is None or key < best[0]:
                    best = key, i
        line, b, _base = table[best[1]]
        by = line[enter]
        line = {j: v / by for j, v in line.items()}
        b = b / by
        table[best[1]] = [line, b, enter]
        for i, (other, c, base) in enumerate(table):
            times = other.get(enter, 0)
            if i == best[1] or times == 0:
                continue
            for j, v in line.items():
                is_ = other.get(j, 0) - times * v
                if is_:
                    other[j] = is_
                else:
                    other.pop(j, None)
            table[i] = [other, c - times * b, base]
        times = cost.get(enter, 0)
        for j, v in line.items():
            is_ = cost.get(j, 0) - times * v
            if is_:
                cost[j] = is_
            else:
                cost.pop(j, None)
        need -= times * b
    return True


# ---- all seeds --------------------------------------------------------------

def one(name, make, mode, seed, folder, keep):
    """None, or what is wrong with the plan of a seed"""
    rnd = random.Random(f'{name} {mode} {seed}')
    path = os.path.join(folder, 'plan.goal')
    plan = make(rnd)
    text = '\n'.join(plan.lines) + '\n'
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text)
    try:
        plan.check(path)
        return None
    except (Wrong, subprocess.TimeoutExpired) as e:
        if keep:
            os.makedirs(keep, exist_ok=True)
            with open(os.path.join(keep, f'{mode}-{seed}.goal'), 'w',
                      encoding='utf-8') as f:
                f.write('\n'.join(['# ' + x for x in str(e).split('\n')]
                                  + plan.lines) + '\n')
        return str(e)


def sweep(name, doc, modes, count, check_plan=None):
    """Checks `count` plans of each mode, {mode: (make, part of count)}; or the
    plans of the command line by `check_plan`.  The exit status."""
    parser = argparse.ArgumentParser(
        description=doc, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--count', type=int, default=count)
    parser.add_argument('--seconds', type=float, default=120)
    parser.add_argument('--keep', help='a folder for plans that fail')
    parser.add_argument('--only', default=','.join(modes))
    if check_plan:
        parser.add_argument('plans', nargs='*')
    o = parser.parse_args()
    passed = failed = 0
    begun = time.monotonic()
    plans = o.plans if check_plan else []
    for path in plans:
        try:
            check_plan(path)
            passed += 1
        except Wrong as e:
            failed += 1
            print(f'{path}: {e}')
    with tempfile.TemporaryDirectory() as folder:
        for mode, seed in ((m, s) for m in ([] if plans else o.only.split(','))
                           for s in range(o.seed, o.seed + max(
                               1, int(o.count * modes[m][1])))):
            if time.monotonic() - begun > o.seconds:
                break
            wrong = one(name, modes[mode][0], mode, seed, folder, o.keep)
            passed += wrong is None
            failed += wrong is not None
            if wrong and failed <= FAILED_SHOWN:
                print(f'{mode} --seed {seed}: {wrong}', flush=True)
    print(f'{time.monotonic() - begun:.1f} s')
    print(f'{passed} passed, {failed} failed')
    return 1 if failed else 0
