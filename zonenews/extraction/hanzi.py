"""Tells Chinese text from bytes read in the wrong charset, by how many of its characters are everyday ones."""

import re

_SIMPLIFIED = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如"
    "水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但"
    "质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组"
    "见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清"
    "己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观"
    "越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候亲快效院查"
    "江型王按格养易置派层片始却专状育厂京识适属包火住调满县局照参红细引听该铁价严投项企招签区创园镇村街督检审批服务协会员职责落推进深化改革稳促示范首页位置来源"
    "时间编辑打印关闭附件通知公告公示关于要闻资讯动态新闻"
)
_TRADITIONAL = (
    "這為個國時來們對會發動說產種後學經進著電裡從業還應開與關內數無質氣變條沒結問題義種樣線體點實現過總設長農計論運區強戰處隊門規熱領導東爭濟階極聯認權證單風場車務"
    "萬達積議聲報鬥類離華確張馬節話況傳許廣記觀織裝眾書復兒須際驗連斷難礦週備辦習響約勞團歷構稱準號維劃選標寫親層專狀廠識適屬調滿縣參紅細聽該鐵價嚴項簽創園鎮"
)
_MARKS = "，。、：；！？“”‘’（）《》【】—…·　"
_COMMON = re.compile(f"[{re.escape(_SIMPLIFIED + _TRADITIONAL + _MARKS)}]")
_ASCII = re.compile("[\x00-\x7f]+")
_BROKEN = re.compile("[\ue000-\uf8ff\x80-\x9f]")
_SAMPLE = 4000


def plausibility(text: str) -> float:
    """How Chinese the text reads: the share of everyday characters among those outside ASCII, less what is broken."""
    if len(text) > _SAMPLE:
        text = _ASCII.sub("", text[: 20 * _SAMPLE])[:_SAMPLE]
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    if not foreign:
        return 1.0
    broken = text.count("\ufffd") + len(_BROKEN.findall(text))
    return (len(_COMMON.findall(text)) - 2 * broken) / foreign
