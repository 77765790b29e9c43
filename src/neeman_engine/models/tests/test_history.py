"""Purchase days become what the models read, as of any day."""

from neeman_engine.models.history import learning_window, look_back, summarise

WHO = ["b", "a", "a", "a", "b", "c"]
DAY = [5, 0, 10, 10, 30, 40]
PAID = [70, 100, 40, 20, 5, 9]


def test_several_purchases_on_a_day_are_one_occasion() -> None:
    c = summarise(WHO, DAY, PAID, as_of=20)
    assert c.customer.tolist() == ["a", "b"]
    assert c.frequency.tolist() == [1, 0]
    assert c.recency.tolist() == [10, 0]
    assert c.age.tolist() == [20, 15]
    assert c.spend.tolist() == [160, 70]
    assert c.repeat_value.tolist() == [60, 0]


def test_looking_back_knows_nothing_of_what_came_after() -> None:
    past = look_back(WHO, DAY, PAID, as_of=40, window=20)
    now = summarise(WHO, DAY, PAID, as_of=20)
    assert past.customers.customer.tolist() == now.customer.tolist()
    assert past.customers.spend.tolist() == now.spend.tolist()
    assert past.bought.tolist() == [0, 1]
    assert past.window == 20


def test_the_day_of_the_cut_belongs_to_the_past() -> None:
    past = look_back(["a", "a", "a", "a"], [0, 7, 8, 9], [1, 1, 1, 1], as_of=9, window=2)
    assert past.customers.frequency.tolist() == [1]
    assert past.bought.tolist() == [2]


def test_window_is_at_most_half_of_what_is_known() -> None:
    assert learning_window(30, 1000) == 30
    assert learning_window(365, 300) == 150
