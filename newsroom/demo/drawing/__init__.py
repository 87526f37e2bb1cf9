"""The demo newspaper's pictures, drawn by code: one series of ink-and-mist scenes.

``draw("pylons")`` returns a 1600 × 1067 RGB picture. Every scene is seeded with its own key,
so the same key gives the same picture wherever and whenever it is drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from . import evening, field, land, rooms, sky, square, things, town, water, ways


@dataclass(frozen=True)
class Scene:
    key: str
    draw: Callable[[], Image.Image]
    title: str
    alt: str
    alt_uk: str
    focus: tuple[float, float] = (0.5, 0.5)  # what a crop must keep, as shares of width and height


_ALL = (
    Scene(
        "border",
        land.border,
        "Watchtower at the border",
        "A watchtower stands over a barbed-wire fence and a striped border post, with misty fir woods behind.",
        "Сторожова вежа над огорожею з колючим дротом і смугастим прикордонним стовпом, позаду — ялиновий ліс у тумані.",
        (0.73, 0.36),
    ),
    Scene(
        "fields",
        land.fields,
        "Fields from the air",
        "A patchwork of fields seen from the air, cut by a bright river, with vehicles parked in rows beside a road.",
        "Клаптики полів з висоти, розрізані світлою річкою; край дороги рядами стоять машини.",
        (0.72, 0.6),
    ),
    Scene(
        "pylons",
        land.pylons,
        "Seven pylons",
        "Seven power pylons march across a frozen river towards a low sun while a crew waits below a lineman.",
        "Сім опор лінії електропередачі йдуть через замерзлу річку до низького сонця, під ближньою чекає бригада.",
        (0.72, 0.45),
    ),
    Scene(
        "port",
        water.port,
        "River port",
        "Harbour cranes, grain silos and a cargo ship are mirrored in still water with thin ice.",
        "Портові крани, зернові силоси й вантажне судно віддзеркалюються у воді з тонкою кригою.",
        (0.62, 0.5),
    ),
    Scene(
        "blackout",
        town.blackout,
        "Blocks in the dark",
        "Two people cross a courtyard by torchlight between dark blocks of flats with a few lit windows.",
        "Двоє людей з ліхтариком ідуть двором між темними багатоповерхівками, де світиться кілька вікон.",
        (0.5, 0.6),
    ),
    Scene(
        "railway",
        ways.railway,
        "Night train",
        "A train with its headlamps lit comes along the tracks at dusk past a yellow signal.",
        "Потяг з увімкненими фарами наближається коліями в сутінках повз жовтий світлофор.",
        (0.38, 0.6),
    ),
    Scene(
        "metro",
        ways.metro,
        "School on the platform",
        "Children sit at two rows of desks on a vaulted metro platform, facing a teacher at a blackboard.",
        "Діти сидять за партами у два ряди на платформі метро під склепінням, перед ними вчителька біля дошки.",
        (0.5, 0.5),
    ),
    Scene(
        "bridge",
        sky.bridge,
        "Cable bridge",
        "A long cable-stayed bridge runs into the mist; two inspectors hang on ropes below the deck.",
        "Довгий вантовий міст зникає в тумані; під полотном на тросах висять двоє інспекторів.",
        (0.66, 0.42),
    ),
    Scene(
        "steppe",
        land.steppe,
        "Poplar road",
        "A person wheels a bicycle along a straight road between two rows of poplars under heavy cloud.",
        "Людина веде велосипед прямою дорогою між двома рядами тополь під важкими хмарами.",
        (0.57, 0.68),
    ),
    Scene(
        "candles",
        square.candles,
        "Vigil",
        "A crowd holds candles in a dark square; rows of candle jars burn on the steps in front.",
        "Натовп тримає свічки на темній площі; на сходах попереду горять лампадки.",
        (0.5, 0.76),
    ),
    Scene(
        "snow",
        town.snow,
        "Street in snowfall",
        "A person with an umbrella walks along a snowy street as a tram approaches under a lit lamp.",
        "Людина з парасолею йде засніженою вулицею, назустріч їде трамвай, світить ліхтар.",
        (0.45, 0.7),
    ),
    Scene(
        "clock",
        ways.clock,
        "Station clock",
        "A large clock hangs over a station platform where passengers wait beside a train in the mist.",
        "Великий годинник висить над платформою, де біля потяга в тумані чекають пасажири.",
        (0.64, 0.38),
    ),
    Scene(
        "helmets",
        things.helmets,
        "Helmets and letters",
        "Helmets rest on a shelf above hanging coats; one lies on a table beside a bundle of letters.",
        "Шоломи лежать на полиці над шинелями; один — на столі поруч зі стосом листів.",
        (0.46, 0.78),
    ),
    Scene(
        "parliament",
        square.parliament,
        "Parliament",
        "A domed parliament building with a lit door rises above wide steps and bare trees.",
        "Будівля парламенту з куполом і освітленими дверима над широкими сходами, обабіч голі дерева.",
        (0.5, 0.42),
    ),
    Scene(
        "podium",
        square.podium,
        "Empty podium",
        "An empty lectern with seven microphones stands in a beam of light before a waiting press crowd.",
        "Порожня трибуна із сімома мікрофонами у промені світла перед журналістами, що чекають.",
        (0.5, 0.52),
    ),
    Scene(
        "marsh",
        water.marsh,
        "Marsh in mist",
        "A heron stands in shallow water among reeds, with bare trees and firs in the mist behind.",
        "Чапля стоїть на мілководді серед очерету, позаду в тумані голі дерева та ялини.",
        (0.56, 0.68),
    ),
    Scene(
        "river",
        water.river,
        "River in ice",
        "A barge lies moored among ice floes on a wide river while a person watches from the bank.",
        "Баржа стоїть на швартовах серед крижин на широкій річці, з берега дивиться людина.",
        (0.62, 0.5),
    ),
    Scene(
        "lantern",
        evening.lantern,
        "Lamp in the window",
        "An oil lamp burns on a window sill on a snowy night; a person sits behind it.",
        "Гасова лампа горить на підвіконні сніжної ночі, за нею сидить людина.",
        (0.49, 0.62),
    ),
    Scene(
        "library",
        rooms.library,
        "Library aisle",
        "A person on a ladder reaches for a book in a long library aisle that ends in a tall window.",
        "Людина на драбині тягнеться по книжку в довгому проході бібліотеки, що веде до високого вікна.",
        (0.58, 0.48),
    ),
    Scene(
        "archive",
        rooms.archive,
        "Archive shelves",
        "A clerk is seen through a gap in shelves of document boxes; a loaded trolley stands in front.",
        "Крізь просвіт між полицями з коробками документів видно архіваріуса, попереду — навантажений візок.",
        (0.6, 0.56),
    ),
    Scene(
        "bakery",
        things.bakery,
        "Bakery at night",
        "Loaves lie in rows on a table while a baker tends a glowing brick oven.",
        "Хлібини рядами лежать на столі, пекар порається біля цегляної печі, де палає вогонь.",
        (0.55, 0.55),
    ),
    Scene(
        "hospital",
        rooms.hospital,
        "Hospital corridor",
        "An empty bed stands in a dim hospital corridor where every other ceiling light is off.",
        "Порожнє ліжко в напівтемному лікарняному коридорі, де частина ламп на стелі не горить.",
        (0.45, 0.62),
    ),
    Scene(
        "drone",
        field.drone,
        "Quadcopter",
        "A quadcopter with a camera hovers over misty hills; two people stand below on a rise.",
        "Квадрокоптер з камерою завис над імлистими пагорбами, нижче на узвишші стоять двоє людей.",
        (0.45, 0.37),
    ),
    Scene(
        "map",
        field.map_sheet,
        "Folded map",
        "A creased map with a river and a dashed border lies on a table under a magnifying glass.",
        "На столі лежить складана карта з річкою та пунктиром кордону, на ній — лупа.",
        (0.6, 0.5),
    ),
    Scene(
        "market",
        evening.market,
        "Market stalls",
        "Shoppers walk between striped market stalls lit by single bulbs, with town roofs in the mist.",
        "Покупці йдуть між смугастими ринковими ятками з лампочками, позаду в тумані дахи міста.",
        (0.5, 0.62),
    ),
    Scene(
        "generator",
        field.generator,
        "Generator",
        "A portable generator runs in the snow outside, its cable leading to a lit shop window.",
        "Переносний генератор працює на снігу, кабель від нього тягнеться до освітленої вітрини крамниці.",
        (0.4, 0.66),
    ),
    Scene(
        "turbines",
        sky.turbines,
        "Wind farm",
        "Wind turbines stand along the far shore of a shallow salt lake and are mirrored in it.",
        "Вітряки стоять уздовж дальнього берега мілкого солоного озера й відбиваються у воді.",
        (0.72, 0.4),
    ),
    Scene(
        "church",
        town.church,
        "Church with a belfry",
        "A church with onion domes and an open belfry stands on a snowy hill as people walk to its lit door.",
        "Церква з банями та відкритою дзвіницею на засніженому пагорбі, люди йдуть до освітлених дверей.",
        (0.6, 0.55),
    ),
    Scene(
        "school",
        things.school,
        "Classroom",
        "A teacher draws a curve on a blackboard in an empty classroom with light from tall windows.",
        "Учителька малює криву на дошці в порожньому класі, світло падає з високих вікон.",
        (0.6, 0.38),
    ),
    Scene(
        "radio",
        sky.radio,
        "Radio mast",
        "A radio mast sends faint rings into the night sky above a hut with a lit window and a village.",
        "Радіощогла надсилає ледь видимі кола в нічне небо над хатиною з освітленим вікном і селом.",
        (0.6, 0.5),
    ),
)

SCENES: dict[str, Scene] = {scene.key: scene for scene in _ALL}


def draw(key: str) -> Image.Image:
    """The picture for one key, 1600 × 1067, RGB."""
    return SCENES[key].draw()


__all__ = ["SCENES", "Scene", "draw"]
