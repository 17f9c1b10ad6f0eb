"""The leader app's first view as a Streamlit user would write it: `streamlit run`."""

import streamlit as st

from benchmarks.rivals import content

st.set_page_config("Strategier", layout="wide")

st.title(content.TITLE)
st.write(content.LEAD)
st.header(content.CHAIN_TITLE)
st.table(content.chain())
st.markdown("\n".join(f"- {one}" for one in content.CAVEATS))

st.header(content.CARDS_TITLE)
for column, one in zip(st.columns(len(content.CARDS)), content.CARDS, strict=True):
    with column.container(border=True):
        st.subheader(one["name"])
        st.caption(one["document"])
        st.markdown(f"**{one['heart_title']}**\n\n> {one['heart']}\n\n{one['published']}\n\n{one['elements']}\n\n{one['gaps']}")

st.header(content.LEVELS_TITLE)
st.table(content.levels().style.map(content.heat))

st.header(content.ELEMENTS_TITLE)
municipality = st.selectbox(content.CHOOSE, [content.ALL, *content.MUNICIPALITIES])
st.dataframe(content.elements(municipality), hide_index=True, height=600)
