from typing import *
print(List[int], Optional[str], Union[int, str], Dict[str, List[int]], Callable[[int], str], Tuple[int, ...], Any, List, Callable[..., int], Type[int], Union[int, None, str], Literal[1,'a'], Final[int], ClassVar[int], Iterable[int], Sequence, Generator[int,None,None])
T = TypeVar('T'); K = TypeVar('K')
class Stack(Generic[T]):
    def __init__(self): self.items: List[T] = []
    def push(self, x: T) -> None: self.items.append(x)
s = Stack[int](); s.push(1); print(s.items, Stack[int], T, List[T], List[T][int])
class Pt(NamedTuple):
    x: int
    y: int = 0
    def s(self): return self.x + self.y
print(Pt(1), Pt(1,2).s(), Pt._fields, Pt(3,4)[1], isinstance(Pt(1), tuple), Pt(1)._replace(x=5), Pt(1)._asdict())
E2 = NamedTuple('E2', [('a', int), ('b', str)]); print(E2(1,'b'))
class Mv(TypedDict, total=False):
    name: str
    year: int
m: Mv = {'name': 'x', 'year': 1}; print(m, Mv(name='y'), Mv.__annotations__)
@runtime_checkable
class HasLen(Protocol):
    def __len__(self) -> int: ...
print(isinstance([], HasLen), isinstance(3, HasLen))
class Proto(Protocol):
    def f(self) -> int: ...
class Impl:
    def f(self): return 1
try: Proto()
except TypeError as e: print(e)
U = NewType('U', int); print(U(5), U)
def f(a: int, b: 'str' = 'x') -> Optional[int]: pass
print(get_type_hints(f), get_origin(List[int]), get_args(Dict[str,int]), get_origin(Union[int,str]) is Union)
print(cast(int, 'x'), TYPE_CHECKING, isinstance([], List), isinstance({}, Mapping), isinstance(3, Hashable))
@overload
def g(x: int) -> int: ...
@overload
def g(x: str) -> str: ...
def g(x): return x
print(g(1))
print(list[int], dict[str, list[int]], tuple[int, ...], list[int]([1,2]), int | None, Optional[int] == Union[int, None], List[int] == List[int], list[int] | None, isinstance(1, Union[int,str]))
Vec = list[float]
Pair = Tuple[T, T]; print(Pair[int])
