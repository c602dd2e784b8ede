"""Side-by-side measurements: the product beside a floor on the same machine in the same run, one file per question.

script/bench [--quick] [door|case_http|verify|pages …]
"""
