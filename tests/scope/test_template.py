from __future__ import annotations

from scoper.scope.template import clean_request

_ISSUE = """Totals are off by one

## Describe the bug
The sum in the cart is wrong.

### Steps to reproduce
Buy tea twice.

### Environment
- Python 3.12 on Debian, browser firefox

**Checklist:**
- [x] I have searched for duplicates
- [ ] Documentation updated

### Discounts
- [x] Round the discount
"""


def test_sections_of_a_template_do_not_speak_of_the_code() -> None:
    assert clean_request(_ISSUE).split() == (
        "Totals are off by one The sum in the cart is wrong. Buy tea twice. ### Discounts - [x] Round the discount".split()
    )


def test_text_without_a_template_stays_as_it_is() -> None:
    text = "Add a checklist\n\nThe environment is read once:\n- [x] on start\n\n# Environment variables\nread twice"
    assert clean_request(text) == text
