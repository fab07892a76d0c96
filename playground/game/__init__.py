"""What a game is: exact payoffs over named strategies, parameters, edits, and how it is repeated."""

from playground.game.expression import Draft, Expression, ExpressionError, number, probability
from playground.game.normal_form import NormalForm, Parameter, Player
from playground.game.profile import Profile
from playground.game.repetition import Repetition

__all__ = ["Draft", "Expression", "ExpressionError", "NormalForm", "Parameter", "Player", "Profile",
           "Repetition", "number", "probability"]
